using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>The classes that events derive from, looked for once a compilation and only if somebody asks.</summary>
/// <remarks>Thread safe. Two that search at once both find the same.</remarks>
internal sealed class EventBases(Compilation compilation)
{
    private volatile HashSet<INamedTypeSymbol>? _found;

    /// <summary>Whether an event derives from the class; from a library's public class one may in another project.</summary>
    public bool MayHave(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        if (type.IsSealed || type.TypeKind != TypeKind.Class) return false;
        return type.IsPublic() && !compilation.IsExecutable() || (_found ??= Search(cancellationToken)).Contains(type.OriginalDefinition);
    }

    private HashSet<INamedTypeSymbol> Search(CancellationToken cancellationToken) => new(
        DeclaredTypes.In(compilation.Assembly, cancellationToken)
            .Where(static type => type.BaseType is { SpecialType: SpecialType.None } && type.HasAttribute(RuntimeNames.EventAttribute))
            .SelectMany(static type => type.BaseClasses())
            .Select(static ancestor => ancestor.OriginalDefinition),
        SymbolEqualityComparer.Default);
}
