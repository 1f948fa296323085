using System.Collections.Immutable;
using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace EventGen.CodeFixes.Events;

/// <summary>EVG1011 and EVG2013: removes the attribute that nothing reads.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemoveAttributeFix() : RuleFix("Remove the attribute", EventRules.MisplacedAttribute.Id, HandlerRules.MisplacedAttribute.Id)
{
    internal override async Task<Solution> FixAsync(Project project, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var solution = project.Solution;
        foreach (var ofFile in diagnostics.GroupBy(static diagnostic => diagnostic.Location.SourceTree))
        {
            if (project.GetDocument(ofFile.Key) is not { } document) continue;
            var root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            var removed = ofFile
                .Select(diagnostic => root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>())
                .OfType<AttributeSyntax>().ToImmutableHashSet();
            solution = solution.WithDocumentSyntaxRoot(document.Id, AttributeRemoval.From(root, removed));
        }

        return solution;
    }

    private protected override Task<bool> CanFixAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken) => Task.FromResult(true);
}
