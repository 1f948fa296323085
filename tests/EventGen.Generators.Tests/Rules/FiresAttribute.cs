namespace EventGen.Generators.Tests.Rules;

/// <summary>Says that the test shows where rules are reported.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FiresAttribute(params string[] rules) : Attribute
{
    public IReadOnlyList<string> Rules { get; } = rules;
}
