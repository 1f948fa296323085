using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.CodeFixes.Editing;

/// <summary>The function that code belongs to.</summary>
internal static class Functions
{
    /// <summary>The nearest lambda, local function or member around the node; <see langword="null"/> for top-level statements.</summary>
    public static SyntaxNode? Around(SyntaxNode node) => node.Ancestors().FirstOrDefault(static ancestor => ancestor
        is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax
        or MemberDeclarationSyntax and not GlobalStatementSyntax);

    /// <summary>Whether the node may contain an <c>await</c> as it stands.</summary>
    public static bool IsAsync(SyntaxNode node) => Around(node) is { } function
        ? ModifiersOf(function).Any(SyntaxKind.AsyncKeyword)
        : node.Ancestors().Any(static ancestor => ancestor is GlobalStatementSyntax);

    /// <summary>Whether something between the node and its function forbids an <c>await</c>.</summary>
    public static bool ForbidsAwait(SyntaxNode node)
    {
        var function = Around(node);
        return node.Ancestors().TakeWhile(ancestor => ancestor != function).Any(static ancestor =>
            ancestor is LockStatementSyntax or UnsafeStatementSyntax or FixedStatementSyntax
            or CatchFilterClauseSyntax or QueryExpressionSyntax);
    }

    private static SyntaxTokenList ModifiersOf(SyntaxNode function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.Modifiers,
        LocalFunctionStatementSyntax local => local.Modifiers,
        MethodDeclarationSyntax method => method.Modifiers,
        _ => default,
    };
}
