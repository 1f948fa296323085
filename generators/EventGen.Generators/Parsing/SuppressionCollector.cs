using EventGen.Generators.Models;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Notes the warnings that naming obsolete and experimental symbols brings.</summary>
internal sealed class SuppressionCollector
{
    private readonly SortedSet<string> _ids = new(StringComparer.Ordinal);
    private bool _needsObsoleteContext;

    public SuppressionCollector Use(ISymbol? symbol)
    {
        switch (symbol)
        {
            case null or ITypeSymbol { SpecialType: not SpecialType.None }:
                return this;
            case IArrayTypeSymbol array:
                return Use(array.ElementType);
            case INamedTypeSymbol type:
                foreach (var argument in type.TypeArguments) Use(argument);
                Inspect(type.ContainingAssembly);
                break;
        }

        for (var current = symbol; current is not (null or INamespaceSymbol); current = current.ContainingSymbol) Inspect(current);
        return this;
    }

    public SuppressionModel ToModel() =>
        _ids.Count == 0 && !_needsObsoleteContext ? SuppressionModel.None : new(_ids.ToEquatableArray(), _needsObsoleteContext);

    private void Inspect(ISymbol? symbol)
    {
        if (symbol is null) return;
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass.Is(KnownNames.Experimental) && attribute.FirstText() is { } id) _ids.Add(id);
            else if (attribute.AttributeClass.Is(KnownNames.Obsolete)) UseObsolete(attribute);
        }
    }

    private void UseObsolete(AttributeData attribute)
    {
        if (Notices.IsError(attribute)) _needsObsoleteContext = true;
        else _ids.Add(attribute.Named<string>("DiagnosticId") ?? (attribute.FirstText() is null ? "CS0612" : "CS0618"));
    }
}
