using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.CodeFixes.Editing;

/// <summary>Makes a function that returns nothing asynchronous.</summary>
internal static class AsyncSignature
{
    /// <returns>The change; <see langword="null"/> when other code would have to change with it.</returns>
    public static Func<SyntaxNode, SyntaxNode>? Of(SyntaxNode? function, SemanticModel model, CancellationToken cancellationToken)
    {
        if (function is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax)) return null;
        if (model.GetDeclaredSymbol(function, cancellationToken) is not IMethodSymbol { ReturnsVoid: true } method) return null;
        if (!Signatures.MayChange(method, function) || method.Parameters.Any(static parameter => parameter.RefKind != RefKind.None || parameter.Type.IsRefLikeType)) return null;

        // What a handler returns costs nothing when it has completed.
        string task = method.HasAttribute(RuntimeNames.SubscribeAttribute) ? FrameworkNames.ValueTask : FrameworkNames.Task;
        return function is MethodDeclarationSyntax
            ? current => Changed((MethodDeclarationSyntax)current, task)
            : current => Changed((LocalFunctionStatementSyntax)current, task);
    }

    private static MethodDeclarationSyntax Changed(MethodDeclarationSyntax method, string task)
    {
        var lead = method.Modifiers.Count == 0 ? method.ReturnType.GetLeadingTrivia() : default;
        return method
            .WithReturnType(Returning(method.ReturnType, task, method.Modifiers.Count == 0))
            .WithModifiers(method.Modifiers.Add(Async(lead)));
    }

    private static LocalFunctionStatementSyntax Changed(LocalFunctionStatementSyntax function, string task)
    {
        var lead = function.Modifiers.Count == 0 ? function.ReturnType.GetLeadingTrivia() : default;
        return function
            .WithReturnType(Returning(function.ReturnType, task, function.Modifiers.Count == 0))
            .WithModifiers(function.Modifiers.Add(Async(lead)));
    }

    private static SyntaxToken Async(SyntaxTriviaList lead) =>
        SyntaxFactory.Token(lead, SyntaxKind.AsyncKeyword, SyntaxFactory.TriviaList(SyntaxFactory.Space));

    // The comment above a method without modifiers hangs on its return type, and goes to the new first word.
    private static TypeSyntax Returning(TypeSyntax nothing, string task, bool first)
    {
        var type = Names.Type(task).WithTrailingTrivia(nothing.GetTrailingTrivia());
        return first ? type : type.WithLeadingTrivia(nothing.GetLeadingTrivia());
    }
}
