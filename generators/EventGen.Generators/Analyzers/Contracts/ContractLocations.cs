using EventGen.EventContracts;
using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>Where a change is shown: at the event's own part, and at the part that changed, if that is of another type.</summary>
internal static class ContractLocations
{
    /// <summary>The event's own part; the event where it has none, or where another assembly declares it.</summary>
    public static Location Own(ContractChange change, ParsedVersion parsed, Compilation compilation)
    {
        var member = change.Root is { } root ? parsed.Symbols.Find(parsed.Version.Payload.Format, root.Name) : null;
        return (member is not null && SymbolEqualityComparer.Default.Equals(member.ContainingType, parsed.Type) ? InSource(member, compilation) : null) ?? InSource(parsed.Type, compilation) ?? Location.None;
    }

    /// <summary>The part that changed, or the type that has it no more; nothing when that is what <see cref="Own"/> shows.</summary>
    public static IEnumerable<Location> Nested(ContractChange change, ParsedVersion parsed, Compilation compilation)
    {
        if (change.Definition.Length == 0 || change.Definition == parsed.Version.Payload.Format) return [];
        var symbol = (change.Part is { } part ? parsed.Symbols.Find(change.Definition, part.Name) : null) ?? parsed.Symbols.Find(change.Definition);
        return symbol is not null && InSource(symbol, compilation) is { } location ? [location] : [];
    }

    /// <summary>The event's <c>[Event]</c>.</summary>
    public static Location Mark(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken) =>
        type.FindAttribute(RuntimeNames.EventAttribute)?.ApplicationSyntaxReference is { } syntax
            ? syntax.GetSyntax(cancellationToken).GetLocation()
            : InSource(type, compilation) ?? Location.None;

    // A location in another project crashes some editors.
    public static Location? InSource(ISymbol symbol, Compilation compilation) =>
        symbol.Locations.FirstOrDefault(location => location.SourceTree is { } tree && compilation.ContainsSyntaxTree(tree));
}
