using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>The publishers that <c>[PublishTo]</c> sends an event, or what is emitted by a group, to.</summary>
internal static class Publishers
{
    /// <summary>Their names, each once: those of the type itself, then those of the groups it is in.</summary>
    public static IEnumerable<string> Of(ITypeSymbol type) => type.AttributesInOrder()
        .Concat(GroupParser.GroupsOf(type).SelectMany(static group => group.AttributesInOrder()))
        .Where(static attribute => attribute.AttributeClass.Is(RuntimeNames.PublishToAttribute))
        .Select(static attribute => attribute.FirstText())
        .OfType<string>()
        .Distinct(StringComparer.Ordinal);
}
