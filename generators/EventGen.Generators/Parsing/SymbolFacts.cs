using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>What parsers ask of symbols.</summary>
internal static class SymbolFacts
{
    public static AttributeData? FindAttribute(this ISymbol symbol, string fullName)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass.Is(fullName)) return attribute;
        }

        return null;
    }

    public static bool HasAttribute(this ISymbol symbol, string fullName) => symbol.FindAttribute(fullName) is not null;

    /// <summary>The value of a named argument; the type's default when it is not given.</summary>
    public static T? Named<T>(this AttributeData attribute, string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Value is T value) return value;
        }

        return default;
    }

    /// <summary>The value of the first constructor argument.</summary>
    public static string? FirstText(this AttributeData attribute) =>
        attribute.ConstructorArguments.Length > 0 && attribute.ConstructorArguments[0].Kind == TypedConstantKind.Primitive
            ? attribute.ConstructorArguments[0].Value as string
            : null;

    /// <summary>The value of the first constructor argument, of whatever kind; <see langword="null"/> when there is none.</summary>
    public static object? FirstValue(this AttributeData attribute) =>
        attribute.ConstructorArguments.Length > 0 && attribute.ConstructorArguments[0].Kind != TypedConstantKind.Array ? attribute.ConstructorArguments[0].Value : null;

    /// <summary>The base classes, nearest first, without <see cref="object"/>.</summary>
    public static IEnumerable<INamedTypeSymbol> BaseClasses(this INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is { SpecialType: SpecialType.None }; current = current.BaseType) yield return current;
    }

    /// <summary>Whether the type is the other class or derives from it.</summary>
    public static bool IsOrDerivesFrom(this ITypeSymbol type, INamedTypeSymbol other)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, other)) return true;
        }

        return false;
    }

    /// <summary>Whether the type is the class of that full name or derives from it.</summary>
    public static bool IsOrDerivesFrom(this INamedTypeSymbol type, string fullName) => type.Is(fullName) || type.BaseClasses().Any(level => level.Is(fullName));

    /// <summary>The type, preceded by its base classes, of an interface by those that it extends, the furthest first: the order in which parts were declared.</summary>
    public static IEnumerable<INamedTypeSymbol> Lineage(this INamedTypeSymbol type) =>
        (type.TypeKind == TypeKind.Interface ? type.AllInterfaces : type.BaseClasses()).Reverse().Append(type);

    /// <summary>Whether the type or one it is nested in has type parameters.</summary>
    public static bool IsInGeneric(this INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.TypeParameters.Length > 0) return true;
        }

        return false;
    }

    public static bool IsInFileLocal(this INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.IsFileLocal) return true;
        }

        return false;
    }

    /// <summary>Whether other assemblies can name the symbol.</summary>
    public static bool IsPublic(this ISymbol symbol)
    {
        for (ISymbol? current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            if (current.DeclaredAccessibility != Accessibility.Public) return false;
        }

        return true;
    }

    public static bool IsNullableValue(this ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
}
