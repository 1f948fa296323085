using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace EventGen.CodeFixes.Editing;

/// <summary>Adds attributes to declarations.</summary>
internal static class Attributes
{
    /// <summary>The attribute with a text for one of its properties, in the place of what it had there.</summary>
    public static AttributeSyntax WithArgument(AttributeSyntax attribute, string property, string text) =>
        WithArgument(attribute, property, SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(text)));

    /// <summary>The attribute with a value for one of its properties, in the place of what it had there.</summary>
    public static AttributeSyntax WithArgument(AttributeSyntax attribute, string property, ExpressionSyntax value)
    {
        if (attribute.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == property) is { } given)
            return attribute.ReplaceNode(given.Expression, value.WithTriviaFrom(given.Expression));

        var added = SyntaxFactory.AttributeArgument(
            SyntaxFactory.NameEquals(
                SyntaxFactory.IdentifierName(property).WithTrailingTrivia(SyntaxFactory.Space),
                SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space)),
            nameColon: null,
            value);
        var arguments = attribute.ArgumentList?.Arguments ?? default;
        if (arguments.Count == 0) return attribute.WithArgumentList(SyntaxFactory.AttributeArgumentList(SyntaxFactory.SingletonSeparatedList(added)));

        var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        var nodes = arguments.GetWithSeparators().Add(comma).Add(added);
        return attribute.WithArgumentList(attribute.ArgumentList!.WithArguments(SyntaxFactory.SeparatedList<AttributeArgumentSyntax>(nodes)));
    }

    /// <summary>The declaration with one more attribute, below those it has, and its comments above all.</summary>
    public static MemberDeclarationSyntax With(MemberDeclarationSyntax declaration, AttributeListSyntax attribute)
    {
        // Its line ends as the others do; the formatter would take the platform's.
        var end = declaration.SyntaxTree.GetRoot().DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        if (end == default) end = SyntaxFactory.LineFeed;
        var comments = declaration.GetLeadingTrivia();
        if (declaration.AttributeLists.Count > 0)
        {
            var indent = declaration.AttributeLists.Last().GetLeadingTrivia().LastOrDefault(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
            return declaration.AddAttributeLists(attribute.WithLeadingTrivia(indent).WithTrailingTrivia(end).WithAdditionalAnnotations(Formatter.Annotation));
        }

        var own = comments.LastOrDefault();
        var bare = declaration.WithLeadingTrivia(own.IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(own) : default);
        return bare.AddAttributeLists(attribute.WithLeadingTrivia(comments).WithTrailingTrivia(end).WithAdditionalAnnotations(Formatter.Annotation));
    }
}
