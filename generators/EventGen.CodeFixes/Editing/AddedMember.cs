using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.CodeFixes.Editing;

/// <summary>Adds a member to a type, laid out as the type is.</summary>
internal static class AddedMember
{
    private const string Step = "    ";

    /// <param name="type">The type; one that ends with a semicolon gets a body.</param>
    /// <param name="text">The member, its lines ended by \n and without the type's indent.</param>
    public static TypeDeclarationSyntax To(TypeDeclarationSyntax type, string text)
    {
        string end = type.SyntaxTree.GetRoot().DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } found ? found.ToString() : "\n";
        string indent = IndentOf(type);
        string lines = string.Join(end, text.Split('\n').Select(line => line.Length == 0 ? line : $"{indent}{Step}{line}"));
        var member = SyntaxFactory.ParseMemberDeclaration($"{(type.Members.Count == 0 ? "" : end)}{lines}{end}")!;
        if (type.OpenBraceToken.RawKind != 0 && !type.OpenBraceToken.IsMissing) return type.WithMembers(type.Members.Add(member));

        var after = type.SemicolonToken.TrailingTrivia;
        var last = type.GetLastToken().GetPreviousToken();
        return type
            .ReplaceToken(last, last.WithTrailingTrivia())
            .WithSemicolonToken(default)
            .WithOpenBraceToken(SyntaxFactory.Token(Trivia(end + indent), SyntaxKind.OpenBraceToken, Trivia(end)))
            .WithMembers(SyntaxFactory.SingletonList(member))
            .WithCloseBraceToken(SyntaxFactory.Token(Trivia(indent), SyntaxKind.CloseBraceToken, after));
    }

    private static string IndentOf(TypeDeclarationSyntax type)
    {
        var before = type.GetLeadingTrivia().LastOrDefault();
        return before.IsKind(SyntaxKind.WhitespaceTrivia) ? before.ToString() : "";
    }

    private static SyntaxTriviaList Trivia(string text) => SyntaxFactory.ParseLeadingTrivia(text);
}
