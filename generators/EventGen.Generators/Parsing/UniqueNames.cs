using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Tells whether the full name of a type means that type alone: another assembly, or the project itself, may declare the same name.</summary>
/// <remarks>Used inside one read, by one thread.</remarks>
internal sealed class UniqueNames(Compilation compilation)
{
    private readonly Dictionary<INamespaceSymbol, INamespaceSymbol?> _merged = new(SymbolEqualityComparer.Default);

    public bool Has(INamedTypeSymbol type)
    {
        var outermost = type;
        while (outermost.ContainingType is { } outer) outermost = outer;

        if (!_merged.TryGetValue(outermost.ContainingNamespace, out var space))
            _merged.Add(outermost.ContainingNamespace, space = compilation.GetCompilationNamespace(outermost.ContainingNamespace));
        if (space is null) return false;

        // Nobody else declares anything in it, as is the rule: none of its types has to be looked up.
        if (space.ConstituentNamespaces.Length == 1) return true;

        // Looked up by name: a namespace may be as large as the framework.
        foreach (var member in space.GetMembers(outermost.Name))
        {
            bool isOther = member is INamedTypeSymbol other
                ? other.Arity == outermost.Arity && !SymbolEqualityComparer.Default.Equals(other, outermost) && compilation.IsSymbolAccessibleWithin(other, compilation.Assembly)
                : true;
            if (isOther) return false;
        }

        return true;
    }
}
