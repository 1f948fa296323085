using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>Finds the parts of a payload that its JSON leaves out, so that what is read back is another event.</summary>
internal static class IgnoredParts
{
    public static IEnumerable<(ISymbol Part, Violation Violation)> In(INamedTypeSymbol payload)
    {
        if (payload.HasAttribute(FrameworkNames.JsonConverterAttribute)) yield break;
        foreach (var member in PayloadMembers.All(payload))
        {
            if (IsIgnored(member) && IsSet(member, payload))
                yield return (member, new($"its JSON leaves out the part '{member.Name}', which is lost when the event is read back", "remove the [JsonIgnore], or the part"));
        }
    }

    // A condition leaves out only what has the value that it is read back with.
    private static bool IsIgnored(ISymbol member) => member.FindAttribute(FrameworkNames.JsonIgnoreAttribute) is { } ignore
        && ignore.NamedArguments.All(static argument => argument.Key != "Condition" || argument.Value.Value is Always);

    // What is computed from other parts is computed again.
    private static bool IsSet(ISymbol member, INamedTypeSymbol payload) => member switch
    {
        IPropertySymbol { SetMethod: not null } => true,
        IFieldSymbol { IsReadOnly: false } => true,
        _ => payload.InstanceConstructors.Any(constructor => constructor.Parameters.Any(
            parameter => string.Equals(parameter.Name, member.Name, StringComparison.OrdinalIgnoreCase))),
    };

    // JsonIgnoreCondition.Always, which stands for no condition too.
    private const int Always = 1;
}
