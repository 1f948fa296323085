using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.TestKit.Tests;

/// <summary>Gives a type with a bad name, <c>TOY88</c>, another; none when that is <see langword="null"/>.</summary>
internal sealed class NameFix(Func<string, string?> better) : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds => ["TOY88"];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = (await context.Document.GetSyntaxRootAsync(context.CancellationToken))!;
        var name = root.FindToken(context.Span.Start);
        if (better(name.Text) is not { } text) return;
        context.RegisterCodeFix(
            CodeAction.Create(
                "Rename",
                _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceToken(name, SyntaxFactory.ParseToken(text).WithTriviaFrom(name)))),
                equivalenceKey: "Rename"),
            context.Diagnostics);
    }
}
