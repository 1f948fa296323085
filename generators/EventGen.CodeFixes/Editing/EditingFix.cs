using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Editing;

namespace EventGen.CodeFixes.Editing;

/// <summary>A fix that changes nodes of the project's files.</summary>
public abstract class EditingFix : RuleFix
{
    private protected EditingFix(string ruleId, string title)
        : base(title, ruleId)
    {
    }

    private protected EditingFix(string title, IEnumerable<string> ruleIds)
        : base(title, [.. ruleIds])
    {
    }

    internal sealed override async Task<Solution> FixAsync(Project project, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var names = new NewNames();
        var edits = new List<NodeEdit>();
        foreach (var diagnostic in diagnostics.OrderBy(static found => found.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(static found => found.Location.SourceSpan))
        {
            if (project.GetDocument(diagnostic.Location.SourceTree) is { } document)
                edits.AddRange(await PlanAsync(document, diagnostic, names, cancellationToken).ConfigureAwait(false));
        }

        var solution = project.Solution;
        foreach (var ofDocument in edits.GroupBy(static edit => edit.Document.Id))
        {
            var document = project.Solution.GetDocument(ofDocument.Key)!;
            var root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            var editor = new SyntaxEditor(root, project.Solution.Services);
            foreach (var same in ofDocument.GroupBy(static edit => (edit.Node, edit.Purpose)))
                editor.ReplaceNode(same.Key.Node, (current, _) => same.First().Change(current));
            solution = solution.WithDocumentSyntaxRoot(document.Id, editor.GetChangedRoot());
        }

        return solution;
    }

    private protected sealed override async Task<bool> CanFixAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        (await PlanAsync(document, diagnostic, new NewNames(), cancellationToken).ConfigureAwait(false)).Count > 0;

    /// <returns>What the fix changes; nothing when the code would not compile afterwards.</returns>
    private protected abstract Task<IReadOnlyList<NodeEdit>> PlanAsync(
        Document document, Diagnostic diagnostic, NewNames names, CancellationToken cancellationToken);
}
