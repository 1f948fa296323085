using EventGen.Generators.Models;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>The names of symbols, for code and for people.</summary>
internal static class SymbolNames
{
    private static readonly SymbolDisplayFormat s_annotated = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat s_plain = new(
        globalNamespaceStyle: SymbolDisplayGlobalNamespaceStyle.Omitted,
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters);

    /// <summary>The type as code names it, without nullability: <c>global::Shop.OrderPlaced</c>.</summary>
    public static string Global(this ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>The type as code declares a parameter of it, with nullability.</summary>
    public static string Annotated(this ITypeSymbol type) => type.ToDisplayString(s_annotated);

    /// <summary>The type as <c>typeof</c> takes it.</summary>
    public static string TypeOf(this ITypeSymbol type) => type.TypeKind == TypeKind.Dynamic ? "object" : type.Global();

    /// <summary>The type as people name it: <c>Shop.OrderPlaced</c>.</summary>
    public static string FullName(this ISymbol symbol) => symbol is IMethodSymbol method
        ? $"{method.ContainingType.FullName()}.{(method.Name.Length == 0 ? "(lambda)" : method.Name)}"
        : symbol.ToDisplayString(s_plain);

    public static TypeName ToTypeName(this INamedTypeSymbol type) => new(type.Global(), type.FullName(), type.Name);

    /// <summary>Whether the type is the one of that full name.</summary>
    public static bool Is(this ITypeSymbol? type, string fullName)
    {
        if (type is not INamedTypeSymbol { IsGenericType: false, ContainingType: null }) return false;

        // Asked of every attribute of every declaration, so no text is made for it.
        int end = fullName.Length;
        for (ISymbol current = type; current is not INamespaceSymbol { IsGlobalNamespace: true }; current = current.ContainingNamespace)
        {
            int start = end - current.Name.Length;
            if (start < 0 || string.CompareOrdinal(fullName, start, current.Name, 0, current.Name.Length) != 0) return false;
            if (start == 0) return current.ContainingNamespace is null or { IsGlobalNamespace: true };
            if (fullName[start - 1] != '.') return false;
            end = start - 1;
        }

        return false;
    }
}
