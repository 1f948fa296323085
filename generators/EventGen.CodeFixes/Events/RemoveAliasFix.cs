using System.Collections.Immutable;
using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace EventGen.CodeFixes.Events;

/// <summary>EVG1016: removes the alias.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemoveAliasFix() : RuleFix("Remove the alias", EventRules.AliasInTheWay.Id)
{
    internal override async Task<Solution> FixAsync(Project project, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var solution = project.Solution;
        foreach (var ofFile in diagnostics.GroupBy(static diagnostic => diagnostic.Location.SourceTree))
        {
            if (project.GetDocument(ofFile.Key) is not { } document) continue;
            var root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            var removed = ofFile.Select(diagnostic => root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<UsingDirectiveSyntax>()).OfType<UsingDirectiveSyntax>();
            solution = solution.WithDocumentSyntaxRoot(document.Id, root.RemoveNodes(removed, SyntaxRemoveOptions.KeepLeadingTrivia)!);
        }

        return solution;
    }

    private protected override Task<bool> CanFixAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken) => Task.FromResult(true);
}
