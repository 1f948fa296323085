using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Where the parts of a contract are declared. For analyzers: no model holds it.</summary>
internal sealed class ContractSymbols
{
    private readonly Dictionary<(string Definition, string Part), ISymbol> _parts = [];
    private readonly Dictionary<string, INamedTypeSymbol> _types = new(StringComparer.Ordinal);

    public void Add(string definition, INamedTypeSymbol type) => _types[definition] = type;

    public void Add(string definition, string part, ISymbol member) => _parts[(definition, part)] = member;

    /// <summary>The member that is the part.</summary>
    public ISymbol? Find(string definition, string part) => _parts.TryGetValue((definition, part), out var member) ? member : null;

    /// <summary>The type that is the definition.</summary>
    public INamedTypeSymbol? Find(string definition) => _types.TryGetValue(definition, out var type) ? type : null;
}
