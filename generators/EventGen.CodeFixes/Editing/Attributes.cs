using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace EventGen.CodeFixes.Editing;

/// <summary>Adds attributes to declarations.</summary>
internal static class Attributes
{
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
