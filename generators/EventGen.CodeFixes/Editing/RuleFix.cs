using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace EventGen.CodeFixes.Editing;

/// <summary>A fix of a rule, for one diagnostic as for all of a document, a project or a solution.</summary>
public abstract class RuleFix : CodeFixProvider
{
    private readonly string _title;

    private protected RuleFix(string title, params string[] ruleIds)
    {
        _title = title;
        FixableDiagnosticIds = [.. ruleIds];
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => RuleFixAll.Instance;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (!await CanFixAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false)) continue;
            context.RegisterCodeFix(Action(token => FixAsync(context.Document.Project, [diagnostic], token)), diagnostic);
        }
    }

    internal CodeAction Action(Func<CancellationToken, Task<Solution>> fix) => CodeAction.Create(_title, fix, GetType().Name);

    /// <summary>Fixes what can be fixed of some diagnostics of one project.</summary>
    internal abstract Task<Solution> FixAsync(Project project, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken);

    private protected abstract Task<bool> CanFixAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken);
}
