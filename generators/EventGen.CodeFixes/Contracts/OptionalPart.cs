using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.CodeFixes.Contracts;

/// <summary>Makes a part one that may be missing: with a default where C# allows one, else by allowing null.</summary>
internal static class OptionalPart
{
    /// <returns>The change; <see langword="null"/> when the part would stay required.</returns>
    public static Func<SyntaxNode, SyntaxNode>? Edit(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        var symbol = model.GetDeclaredSymbol(node, cancellationToken);
        var type = (symbol as IParameterSymbol)?.Type ?? (symbol as IPropertySymbol)?.Type;
        if (symbol is null || type is null || symbol.HasAttribute(FrameworkNames.JsonRequiredAttribute)) return null;

        if (symbol is IParameterSymbol parameter && CanHaveDefault(parameter) && DefaultOf(type) is { } value)
            return current => ((ParameterSyntax)current).WithDefault(SyntaxFactory.EqualsValueClause(SyntaxFactory.Token(SyntaxKind.EqualsToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space), value));
        bool allowsNull = type.IsNullableValue() || type.NullableAnnotation == NullableAnnotation.Annotated;
        return node switch
        {
            ParameterSyntax { Type: not null } when !allowsNull => static current => ((ParameterSyntax)current).WithType(Nullable(((ParameterSyntax)current).Type!)),
            PropertyDeclarationSyntax => current => Optional((PropertyDeclarationSyntax)current, allowsNull),
            _ => null,
        };
    }

    // Behind it there may only be others that have one. Of a struct the serializer does not call the constructor.
    private static bool CanHaveDefault(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol constructor && !constructor.ContainingType.IsValueType && !parameter.HasExplicitDefaultValue
        && constructor.Parameters.Skip(parameter.Ordinal + 1).All(static other => other.HasExplicitDefaultValue);

    private static ExpressionSyntax? DefaultOf(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_String, NullableAnnotation: not NullableAnnotation.Annotated } => SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal("")),
        { IsValueType: true } when !type.IsNullableValue() => SyntaxFactory.LiteralExpression(SyntaxKind.DefaultLiteralExpression),
        _ when type.IsNullableValue() || type.NullableAnnotation == NullableAnnotation.Annotated => SyntaxFactory.LiteralExpression(SyntaxKind.NullLiteralExpression),
        _ => null,
    };

    private static SyntaxNode Optional(PropertyDeclarationSyntax property, bool allowsNull)
    {
        var required = property.Modifiers.FirstOrDefault(static modifier => modifier.IsKind(SyntaxKind.RequiredKeyword));
        if (required != default) property = property.WithModifiers(property.Modifiers.Remove(required));
        return allowsNull ? property : property.WithType(Nullable(property.Type));
    }

    private static TypeSyntax Nullable(TypeSyntax type) => SyntaxFactory.NullableType(type.WithoutTrivia()).WithTriviaFrom(type);
}
