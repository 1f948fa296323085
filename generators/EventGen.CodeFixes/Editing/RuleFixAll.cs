using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace EventGen.CodeFixes.Editing;

/// <summary>Gives all diagnostics of a scope to a fix at once, so that changes they have in common are made once.</summary>
internal sealed class RuleFixAll : FixAllProvider
{
    public static RuleFixAll Instance { get; } = new();

    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    public override Task<CodeAction?> GetFixAsync(FixAllContext context) =>
        Task.FromResult<CodeAction?>(((RuleFix)context.CodeFixProvider).Action(_ => FixAsync(context)));

    private static async Task<Solution> FixAsync(FixAllContext context)
    {
        var fix = (RuleFix)context.CodeFixProvider;
        if (context is { Scope: FixAllScope.Document, Document: { } document })
            return await fix.FixAsync(context.Project, await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false), context.CancellationToken).ConfigureAwait(false);

        var solution = context.Solution;
        foreach (var id in context.Scope == FixAllScope.Solution ? solution.ProjectIds : [context.Project.Id])
        {
            // What a project's diagnostics point into is the state before any fix.
            var found = await context.GetAllDiagnosticsAsync(context.Solution.GetProject(id)!).ConfigureAwait(false);
            if (found.IsEmpty) continue;
            var before = context.Solution.GetProject(id)!;
            var after = await fix.FixAsync(before, found, context.CancellationToken).ConfigureAwait(false);
            solution = await MergeAsync(before.Solution, after, solution, context.CancellationToken).ConfigureAwait(false);
        }

        return solution;
    }

    private static async Task<Solution> MergeAsync(Solution before, Solution after, Solution into, CancellationToken cancellationToken)
    {
        foreach (var project in after.GetChanges(before).GetProjectChanges())
        {
            foreach (var id in project.GetChangedDocuments())
                into = into.WithDocumentSyntaxRoot(id, (await after.GetDocument(id)!.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!);
            foreach (var id in project.GetAddedDocuments())
            {
                var added = after.GetDocument(id)!;
                into = into.AddDocument(id, added.Name, (await added.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!, added.Folders, added.FilePath);
            }
        }

        return into;
    }
}
