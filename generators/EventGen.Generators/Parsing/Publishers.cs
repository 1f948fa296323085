using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>The publishers that <c>[PublishTo]</c> sends an event, or what is emitted by a group, to.</summary>
internal static class Publishers
{
    /// <summary>Their names, each once: those of the type itself, then those of the groups it is in.</summary>
    public static IEnumerable<string> Of(ITypeSymbol type) => NamesIn(Declarations(type));

    /// <summary>Those of them that get the event also when it was received.</summary>
    public static IEnumerable<string> OnReceive(ITypeSymbol type) => NamesIn(Declarations(type).Where(static attribute => attribute.Named<bool>("OnReceive")));

    private static IEnumerable<AttributeData> Declarations(ITypeSymbol type) => type.AttributesInOrder(RuntimeNames.PublishToAttribute)
        .Concat(GroupParser.GroupsOf(type).SelectMany(static group => group.AttributesInOrder(RuntimeNames.PublishToAttribute)));

    private static IEnumerable<string> NamesIn(IEnumerable<AttributeData> declarations) =>
        declarations.Select(static attribute => attribute.FirstText()).OfType<string>().Distinct(StringComparer.Ordinal);
}
