using System.Runtime.CompilerServices;
using EventGen.Generators.Models;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Notes the warnings that naming obsolete and experimental symbols brings.</summary>
/// <remarks>For an analyzer, which writes no code, it notes nothing: each symbol's attributes would have to be read for that.</remarks>
internal sealed class SuppressionCollector(ParseScope scope)
{
    // An assembly has as many attributes as it has events, and is asked for with each type of it.
    private static readonly ConditionalWeakTable<IAssemblySymbol, AttributeData[]> s_ofAssemblies = new();

    private readonly SortedSet<string> _ids = new(StringComparer.Ordinal);
    private bool _needsObsoleteContext;

    /// <summary>Whether the assembly as a whole is obsolete or experimental.</summary>
    public static bool HasWarnings(IAssemblySymbol assembly) => OfAssembly(assembly).Length > 0;

    public SuppressionCollector Use(ISymbol? symbol)
    {
        if (!scope.IsForCode) return this;
        switch (symbol)
        {
            case null or ITypeSymbol { SpecialType: not SpecialType.None }:
                return this;
            case IArrayTypeSymbol array:
                return Use(array.ElementType);
            case INamedTypeSymbol type:
                foreach (var argument in type.TypeArguments) Use(argument);
                if (type.ContainingAssembly is { } assembly) Inspect(OfAssembly(assembly));
                break;
            case IPropertySymbol property:
                if (property.GetMethod is { } getter) Inspect(Warnings(getter));
                if (property.SetMethod is { } setter) Inspect(Warnings(setter));
                break;
        }

        for (var current = symbol; current is not (null or INamespaceSymbol); current = current.ContainingSymbol) Inspect(Warnings(current));
        return this;
    }

    public SuppressionModel ToModel() =>
        _ids.Count == 0 && !_needsObsoleteContext ? SuppressionModel.None : new(_ids.ToEquatableArray(), _needsObsoleteContext);

    private static AttributeData[] OfAssembly(IAssemblySymbol assembly) => s_ofAssemblies.GetValue(assembly, static assembly => [.. Warnings(assembly)]);

    private static IEnumerable<AttributeData> Warnings(ISymbol symbol) => symbol.GetAttributes()
        .Where(static attribute => attribute.AttributeClass.Is(FrameworkNames.ExperimentalAttribute) || attribute.AttributeClass.Is(FrameworkNames.ObsoleteAttribute));

    private void Inspect(IEnumerable<AttributeData> warnings)
    {
        foreach (var attribute in warnings)
        {
            if (attribute.AttributeClass.Is(FrameworkNames.ObsoleteAttribute)) UseObsolete(attribute);
            else if (attribute.FirstText() is { } id) _ids.Add(id);
        }
    }

    private void UseObsolete(AttributeData attribute)
    {
        if (WarningAttributes.IsError(attribute)) _needsObsoleteContext = true;
        else _ids.Add(attribute.Named<string>("DiagnosticId") ?? (attribute.FirstText() is null ? "CS0612" : "CS0618"));
    }
}
