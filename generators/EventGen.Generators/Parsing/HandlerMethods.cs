using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>The marked methods of a class and of its base classes.</summary>
internal static class HandlerMethods
{
    public static IEnumerable<IMethodSymbol> DeclaredBy(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>().Where(static method => method.HasAttribute(RuntimeNames.SubscribeAttribute));

    /// <summary>The instance handlers a class has from its base classes; a marked override stands for what it overrides.</summary>
    public static IEnumerable<IMethodSymbol> InheritedBy(INamedTypeSymbol type)
    {
        var overridden = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        NoteOverridden(DeclaredBy(type), overridden);
        foreach (var ancestor in type.BaseClasses())
        {
            if (!MayHaveHandlers(ancestor)) continue;
            foreach (var method in DeclaredBy(ancestor))
            {
                if (!method.IsStatic && !overridden.Contains(method)) yield return method;
            }

            NoteOverridden(DeclaredBy(ancestor), overridden);
        }
    }

    /// <summary>All instance handlers of a class, its own first.</summary>
    public static IEnumerable<IMethodSymbol> OfInstance(INamedTypeSymbol type) =>
        DeclaredBy(type).Where(static method => !method.IsStatic).Concat(InheritedBy(type));

    /// <summary>Whether a call of that name on an instance of the class would reach another method.</summary>
    public static bool IsHidden(IMethodSymbol method, INamedTypeSymbol type)
    {
        if (SymbolEqualityComparer.Default.Equals(method.ContainingType, type)) return false;
        foreach (var level in type.BaseClasses().Prepend(type))
        {
            if (SymbolEqualityComparer.Default.Equals(level, method.ContainingType)) return false;
            if (level.GetMembers(method.Name).Any(static member => member is not IMethodSymbol { IsOverride: true })) return true;
        }

        return false;
    }

    // The framework's base classes are not looked into: what does not know the runtime has no handlers.
    private static bool MayHaveHandlers(INamedTypeSymbol type) => type.ContainingModule is { } module
        && (type.DeclaringSyntaxReferences.Length > 0
            || module.ReferencedAssemblies.Any(static assembly => assembly.Name == RuntimeNames.Assembly));

    private static void NoteOverridden(IEnumerable<IMethodSymbol> methods, HashSet<IMethodSymbol> overridden)
    {
        foreach (var method in methods)
        {
            for (var current = method.OverriddenMethod; current is not null; current = current.OverriddenMethod) overridden.Add(current);
        }
    }
}
