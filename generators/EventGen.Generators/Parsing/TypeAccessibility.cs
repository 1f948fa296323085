using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Whether generated code, which stands outside every type, can name a type.</summary>
internal static class TypeAccessibility
{
    /// <returns>What is in the way; <see langword="null"/> when nothing is.</returns>
    public static Violation? Violation(INamedTypeSymbol type, ParseScope scope)
    {
        if (type.IsInFileLocal()) return new("is file-local, so generated code cannot name it", "remove 'file'");
        if (Closed(type, scope) is not { } closed) return null;

        string access = AccessText(closed.DeclaredAccessibility);
        return SymbolEqualityComparer.Default.Equals(closed, type)
            ? new($"is {access}, so generated code cannot name it", "make it internal or public")
            : new($"is nested in '{closed.FullName()}', which is {access}, so generated code cannot name it",
                $"make '{closed.Name}' internal or public");
    }

    /// <summary>Whether generated code can name the type and all it is made of.</summary>
    public static bool CanName(ITypeSymbol type, ParseScope scope) => type switch
    {
        IArrayTypeSymbol array => CanName(array.ElementType, scope),
        IPointerTypeSymbol or IFunctionPointerTypeSymbol => false,
        INamedTypeSymbol named => Violation(named, scope) is null
            && named.TypeArguments.All(argument => CanName(argument, scope))
            && (named.ContainingType is null || CanName(named.ContainingType, scope)),
        ITypeParameterSymbol => false,
        _ => true,
    };

    public static string AccessText(Accessibility accessibility) => accessibility switch
    {
        Accessibility.Private => "private",
        Accessibility.Protected => "protected",
        Accessibility.ProtectedAndInternal => "private protected",
        Accessibility.Internal => "internal to another assembly",
        Accessibility.ProtectedOrInternal => "protected internal in another assembly",
        _ => "inaccessible",
    };

    // The outermost type that cannot be reached; those inside it cannot either.
    private static INamedTypeSymbol? Closed(INamedTypeSymbol type, ParseScope scope)
    {
        INamedTypeSymbol? closed = null;
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (!scope.CanReach(current)) closed = current;
        }

        return closed;
    }
}
