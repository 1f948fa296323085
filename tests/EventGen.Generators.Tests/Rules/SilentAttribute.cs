namespace EventGen.Generators.Tests.Rules;

/// <summary>Says that the test shows where rules are not reported, though one might think so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SilentAttribute(params string[] rules) : Attribute
{
    public IReadOnlyList<string> Rules { get; } = rules;
}
