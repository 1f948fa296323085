using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>The types an assembly declares, nested ones too.</summary>
internal static class DeclaredTypes
{
    public static IEnumerable<INamedTypeSymbol> In(IAssemblySymbol assembly, CancellationToken cancellationToken) =>
        In(assembly.GlobalNamespace, cancellationToken);

    private static IEnumerable<INamedTypeSymbol> In(INamespaceOrTypeSymbol container, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var type in container.GetTypeMembers())
        {
            yield return type;
            foreach (var nested in In(type, cancellationToken)) yield return nested;
        }

        if (container is not INamespaceSymbol space) yield break;
        foreach (var child in space.GetNamespaceMembers())
        {
            foreach (var type in In(child, cancellationToken)) yield return type;
        }
    }
}
