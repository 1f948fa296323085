using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>Whether a part of a payload can be changed by one who has the payload.</summary>
internal static class PayloadMutability
{
    /// <returns>How it can be changed; <see langword="null"/> when it cannot.</returns>
    public static Violation? Of(ISymbol member, INamedTypeSymbol payload)
    {
        if (!IsVisible(member.DeclaredAccessibility)) return null;

        // Of a struct every reader has a copy of its own, though not of what that refers to.
        if (!payload.IsValueType)
        {
            if (member is IPropertySymbol { SetMethod: { IsInitOnly: false } setter } && IsVisible(setter.DeclaredAccessibility))
                return new($"the property '{member.Name}' has a 'set'", "make it 'init'");
            if (member is IFieldSymbol { IsReadOnly: false })
                return new($"the field '{member.Name}' can be assigned", "make it 'readonly', or a property with 'init'");
        }

        var type = PayloadMembers.TypeOf(member);
        if (type is IArrayTypeSymbol) return new($"'{member.Name}' is an array", "use an ImmutableArray<T> or an IReadOnlyList<T>");
        return IsMutableCollection(type)
            ? new($"'{member.Name}' is of type '{type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}', to which anyone can add",
                "use an immutable or read-only collection")
            : null;
    }

    /// <summary>Whether what has the type can be changed by one who has it.</summary>
    public static bool IsMutable(ITypeSymbol type) => type is IArrayTypeSymbol || IsMutableCollection(type);

    private static bool IsVisible(Accessibility accessibility) =>
        accessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;

    // Of .NET's own collections alone it is known which can be changed. The immutable ones also implement ICollection<T>.
    private static bool IsMutableCollection(ITypeSymbol type) =>
        type is INamedTypeSymbol { ContainingNamespace: { } space }
        && IsOfCollections(space)
        && !type.Name.StartsWith("ReadOnly", StringComparison.Ordinal)
        && (IsCollection(type) || type.AllInterfaces.Any(IsCollection));

    private static bool IsOfCollections(INamespaceSymbol space) =>
        space.Name is "Generic" or "ObjectModel" or "Concurrent" or "Specialized"
            ? IsSystemCollections(space.ContainingNamespace)
            : IsSystemCollections(space);

    private static bool IsSystemCollections(INamespaceSymbol? space) => space is
    {
        Name: "Collections",
        ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true },
    };

    private static bool IsCollection(ITypeSymbol type) =>
        type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_ICollection_T
        || type.Is("System.Collections.ICollection");
}
