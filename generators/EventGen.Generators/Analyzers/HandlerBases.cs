using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>The base classes of the classes that can be made, looked for once a compilation and only if somebody asks.</summary>
/// <remarks>Thread safe. Two that search at once both find the same.</remarks>
internal sealed class HandlerBases(Compilation compilation)
{
    private volatile HashSet<INamedTypeSymbol>? _found;

    /// <summary>Whether a class of the project that can be made derives from the class.</summary>
    public bool HasDerived(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        (_found ??= Search(cancellationToken)).Contains(type.OriginalDefinition);

    /// <summary>Whether a class of another project may derive from the class: of a library that shows it, with a constructor to call.</summary>
    public bool MayHaveDerivedElsewhere(INamedTypeSymbol type)
    {
        bool shared = compilation.Assembly.HasAttribute(FrameworkNames.InternalsVisibleToAttribute);
        return (shared || type.IsPublic() && !compilation.IsExecutable())
            && type.InstanceConstructors.Any(constructor => constructor.DeclaredAccessibility switch
            {
                Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal => true,
                Accessibility.Internal or Accessibility.ProtectedAndInternal => shared,
                _ => false,
            })
            && !IsInPrivate(type);
    }

    private static bool IsInPrivate(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.DeclaredAccessibility == Accessibility.Private || current.IsFileLocal) return true;
        }

        return false;
    }

    private HashSet<INamedTypeSymbol> Search(CancellationToken cancellationToken) => new(
        DeclaredTypes.In(compilation.Assembly, cancellationToken)
            .Where(static type => type.BaseType is { SpecialType: SpecialType.None } && HandlerClassParser.IsConcrete(type))
            .SelectMany(static type => type.BaseClasses())
            .Select(static ancestor => ancestor.OriginalDefinition),
        SymbolEqualityComparer.Default);
}
