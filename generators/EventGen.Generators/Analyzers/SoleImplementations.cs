using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>The methods of interfaces and abstract classes of which there is one implementation, so that a call of the one is a call of the other.</summary>
internal static class SoleImplementations
{
    /// <returns>
    /// By implementation, the methods that it alone stands for. None of what other projects could implement too, and none of generic
    /// types, where which implementation is meant depends on the arguments.
    /// </returns>
    public static ILookup<IMethodSymbol, IMethodSymbol> In(Compilation compilation, CancellationToken cancellationToken)
    {
        // With null where there are several.
        var found = new Dictionary<IMethodSymbol, IMethodSymbol?>(SymbolEqualityComparer.Default);
        foreach (var type in DeclaredTypes.In(compilation.Assembly, cancellationToken))
        {
            if (type is not { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false, IsStatic: false }) continue;
            foreach (var (demanded, by) in OfInterfaces(type, compilation).Concat(OfAbstractClasses(type, compilation)))
                found[demanded] = !found.TryGetValue(demanded, out var known) || SymbolEqualityComparer.Default.Equals(known, by) ? by : null;
        }

        return found.Where(static one => one.Value is not null)
            .ToLookup(static one => one.Value!, static one => one.Key, (IEqualityComparer<IMethodSymbol>)SymbolEqualityComparer.Default);
    }

    private static IEnumerable<(IMethodSymbol Demanded, IMethodSymbol By)> OfInterfaces(INamedTypeSymbol type, Compilation compilation) => type.AllInterfaces
        .Where(contract => IsClosed(contract, compilation))
        .SelectMany(static contract => contract.GetMembers().OfType<IMethodSymbol>())
        .Select(demanded => (demanded, By: type.FindImplementationForInterfaceMember(demanded) as IMethodSymbol))
        .Where(static one => one.By is not null)
        .Select(static one => (one.demanded, CallGraph.Declared(one.By!)));

    private static IEnumerable<(IMethodSymbol Demanded, IMethodSymbol By)> OfAbstractClasses(INamedTypeSymbol type, Compilation compilation)
    {
        // Nearest first: what it overrides in turn is not called on the type.
        var overridden = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        foreach (var method in type.BaseClasses().Prepend(type).SelectMany(static level => level.GetMembers()).OfType<IMethodSymbol>())
        {
            if (method.OverriddenMethod is not { } demanded) continue;
            while (demanded.OverriddenMethod is { } before) demanded = before;
            if (demanded.IsAbstract && IsClosed(demanded.ContainingType, compilation) && overridden.Add(demanded)) yield return (demanded, CallGraph.Declared(method));
        }
    }

    private static bool IsClosed(INamedTypeSymbol type, Compilation compilation) =>
        SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly)
        && !type.IsInGeneric()
        && (!type.IsPublic() || compilation.IsExecutable());
}
