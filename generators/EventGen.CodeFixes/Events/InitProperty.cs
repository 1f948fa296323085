using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.CodeFixes.Events;

/// <summary>The property that stands in the place of a field.</summary>
internal static class InitProperty
{
    /// <summary>Whether the code that reads the field reads the property as well.</summary>
    public static bool CanReplace(FieldDeclarationSyntax field, IFieldSymbol symbol) =>
        field.Declaration.Variables.Count == 1
        && symbol is { IsVolatile: false, IsFixedSizeBuffer: false, RefKind: RefKind.None }
        && IsReadAlike(symbol.Type)
        && symbol.GetAttributes().All(static attribute => IsForProperties(attribute.AttributeClass));

    /// <param name="field">The field, the only one of its declaration.</param>
    /// <param name="type">The type it gets; <see langword="null"/> to keep its own.</param>
    public static PropertyDeclarationSyntax Of(FieldDeclarationSyntax field, TypeSyntax? type)
    {
        var variable = field.Declaration.Variables[0];
        var accessors = ((PropertyDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration("int P { get; init; }")!).AccessorList!;
        return SyntaxFactory.PropertyDeclaration(
            field.AttributeLists,
            field.Modifiers,
            type?.WithTriviaFrom(field.Declaration.Type) ?? field.Declaration.Type,
            explicitInterfaceSpecifier: null,
            variable.Identifier.WithTrailingTrivia(SyntaxFactory.Space),
            variable.Initializer is null ? accessors.WithTrailingTrivia(field.SemicolonToken.TrailingTrivia) : accessors.WithTrailingTrivia(SyntaxFactory.Space),
            expressionBody: null,
            variable.Initializer,
            variable.Initializer is null ? default : field.SemicolonToken);
    }

    // A method of a struct in a field may change the field; in a property it would change a copy.
    private static bool IsReadAlike(ITypeSymbol type) =>
        type.IsReferenceType || type.IsReadOnly || type.TypeKind == TypeKind.Enum || type.SpecialType != SpecialType.None
        || type is INamedTypeSymbol named && type.IsNullableValue() && IsReadAlike(named.TypeArguments[0]);

    private static bool IsForProperties(INamedTypeSymbol? attribute)
    {
        for (var current = attribute; current is not null; current = current.BaseType)
        {
            if (current.FindAttribute("System.AttributeUsageAttribute") is { ConstructorArguments.Length: > 0 } usage)
                return usage.ConstructorArguments[0].Value is int targets && (targets & (int)AttributeTargets.Property) != 0;
        }

        return true;
    }
}
