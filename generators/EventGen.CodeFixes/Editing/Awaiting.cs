using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.CodeFixes.Editing;

/// <summary>Puts an <c>await</c> before a call.</summary>
internal static class Awaiting
{
    /// <summary>
    /// The expression that a call is the beginning of, as far as it is a statement or the body of a function;
    /// <see langword="null"/> when it is neither, or behind a <c>?.</c>, where there may be no task to await.
    /// </summary>
    public static ExpressionSyntax? WholeOf(SyntaxNode name)
    {
        SyntaxNode current = name;
        while (current.Parent is MemberAccessExpressionSyntax or InvocationExpressionSyntax) current = current.Parent;
        return current is InvocationExpressionSyntax whole && whole.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax
            ? (InvocationExpressionSyntax)current
            : null;
    }

    public static AwaitExpressionSyntax Of(ExpressionSyntax call) => SyntaxFactory.AwaitExpression(
        SyntaxFactory.Token(call.GetLeadingTrivia(), SyntaxKind.AwaitKeyword, SyntaxFactory.TriviaList(SyntaxFactory.Space)),
        call.WithoutLeadingTrivia());
}
