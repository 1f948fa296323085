using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace EventGen.CodeFixes.Contracts;

/// <summary>Accepts all changes of a scope: each project's file is written once.</summary>
internal sealed class AcceptContractFixAll : FixAllProvider
{
    public static AcceptContractFixAll Instance { get; } = new();

    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    public override Task<CodeAction?> GetFixAsync(FixAllContext context) => Task.FromResult<CodeAction?>(AcceptContractFix.Action(_ => FixAsync(context)));

    private static async Task<Solution> FixAsync(FixAllContext context)
    {
        if (context is { Scope: FixAllScope.Document, Document: { } document })
            return await ContractDocument.AcceptAsync(context.Project, await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false), context.CancellationToken).ConfigureAwait(false);

        var solution = context.Solution;
        foreach (var id in context.Scope == FixAllScope.Solution ? solution.ProjectIds : [context.Project.Id])
        {
            var project = context.Solution.GetProject(id)!;
            var found = await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
            if (found.IsEmpty) continue;

            // Only the file of the project itself changes, so the projects do not disturb each other.
            var after = (await ContractDocument.AcceptAsync(project, found, context.CancellationToken).ConfigureAwait(false)).GetProject(id)!;
            if (ContractDocument.Of(after) is not { } written) continue;
            var text = await written.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
            solution = ContractDocument.Of(project) is { } before
                ? solution.WithAdditionalDocumentText(before.Id, text)
                : solution.AddAdditionalDocument(written.Id, written.Name, text, written.Folders, written.FilePath);
        }

        return solution;
    }
}
