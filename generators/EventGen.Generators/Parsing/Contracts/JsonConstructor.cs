using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Finds the constructor that System.Text.Json makes an object with.</summary>
internal static class JsonConstructor
{
    /// <returns>The marked one, else the one without parameters, else the only public one; <see langword="null"/> when there is none.</returns>
    public static IMethodSymbol? Of(INamedTypeSymbol type)
    {
        IMethodSymbol? only = null;
        bool isOnly = true, hasEmpty = type.IsValueType;
        foreach (var constructor in type.InstanceConstructors)
        {
            if (constructor.HasAttribute(FrameworkNames.JsonConstructorAttribute)) return constructor;
            if (constructor.DeclaredAccessibility != Accessibility.Public) continue;
            if (constructor.Parameters.IsEmpty) hasEmpty = true;
            isOnly &= only is null;
            only = constructor;
        }

        return isOnly && !hasEmpty ? only : null;
    }
}
