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
    /// <param name="type">The type.</param>
    /// <param name="aliases">Of the project that the code is for; <see langword="null"/> where none can matter.</param>
    public static string Global(this ITypeSymbol type, ExternAliases? aliases = null) => Written(type, annotated: false, aliases);

    /// <summary>The type as code declares a parameter of it, with nullability.</summary>
    /// <inheritdoc cref="Global"/>
    public static string Annotated(this ITypeSymbol type, ExternAliases? aliases = null) => Written(type, annotated: true, aliases);

    /// <summary>The type as <c>typeof</c> takes it.</summary>
    /// <inheritdoc cref="Global"/>
    public static string TypeOf(this ITypeSymbol type, ExternAliases? aliases = null) => type.TypeKind == TypeKind.Dynamic ? "object" : type.Global(aliases);

    /// <summary>The type as people name it: <c>Shop.OrderPlaced</c>.</summary>
    public static string FullName(this ISymbol symbol) => symbol is IMethodSymbol method
        ? $"{method.ContainingType.FullName()}.{(method.Name.Length == 0 ? "(lambda)" : method.Name)}"
        : PlainName.Full(symbol) ?? symbol.ToDisplayString(s_plain);

    public static TypeName ToTypeName(this INamedTypeSymbol type, ExternAliases? aliases = null) => new(type.Global(aliases), type.FullName(), type.Name);

    /// <summary>Whether the type is the one of that full name.</summary>
    /// <param name="type">The type.</param>
    /// <param name="fullName">The name, without the number of type parameters.</param>
    /// <param name="arity">The number of type parameters.</param>
    public static bool Is(this ITypeSymbol? type, string fullName, int arity = 0)
    {
        if (type is not INamedTypeSymbol { ContainingType: null } named || named.Arity != arity) return false;

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

    // The compiler's own names, but for what they leave open: "await" is no reserved word and yet the name of nothing in an
    // asynchronous method, and what stands behind an extern alias has another root.
    private static string Written(ITypeSymbol type, bool annotated, ExternAliases? aliases)
    {
        if (aliases is not { Any: true } && PlainName.Global(type, annotated) is { } plain) return plain;

        var format = annotated ? s_annotated : SymbolDisplayFormat.FullyQualifiedFormat;
        string text = type.ToDisplayString(format);
        if (!text.Contains("await") && aliases is not { Any: true }) return text;

        var parts = type.ToDisplayParts(format);
        return string.Concat(parts.Select((part, index) => part.ToString() switch
        {
            "await" => "@await",
            "global" when part.Kind == SymbolDisplayPartKind.Keyword && aliases is not null =>
                aliases.RootOf(parts.Skip(index).Select(static part => part.Symbol).OfType<INamedTypeSymbol>().FirstOrDefault()),
            var other => other,
        }));
    }
}
