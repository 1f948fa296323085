using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Xunit;

namespace EventGen.TestKit;

/// <summary>Applies a code fix to marked sources, once for each diagnostic and once for all.</summary>
/// <remarks>
/// Holds every fix to the same: fixing one by one, all of a document, of a project and of the solution give the same files; they
/// compile without a warning, with the generators; and nothing that the fix claims to mend is still reported.
/// </remarks>
/// <param name="Analysis">The analyzer that reports, and the project.</param>
/// <param name="Create">Makes the fix under test.</param>
public sealed record CodeFixHarness(AnalyzerHarness Analysis, Func<CodeFixProvider> Create)
{
    /// <summary>Fails unless the fix makes one file of the other.</summary>
    /// <param name="before">The file, with the expected diagnostics marked.</param>
    /// <param name="after">The file that has to come out.</param>
    public Task VerifyAsync(string before, string after) => VerifyAsync([before], [after]);

    /// <summary>Fails unless the fix makes one set of files of the other.</summary>
    /// <param name="before">The files, with the expected diagnostics marked.</param>
    /// <param name="after">The files that have to come out; new ones have a path.</param>
    /// <param name="additional">The additional files that have to come out; <see langword="null"/>: they stay as they are.</param>
    public async Task VerifyAsync(SourceFile[] before, SourceFile[] after, SourceFile[]? additional = null)
    {
        CancellationToken aborted = TestContext.Current.CancellationToken;
        await Analysis.VerifyAsync(before).ConfigureAwait(false);
        using var workspace = new AdhocWorkspace();
        FixProject start = FixProject.Create(workspace, Analysis, Unmarked(before));
        AnalyzerHarness fixedAnalysis = additional is null ? Analysis : Analysis with { AdditionalFiles = [.. additional] };
        string expected = await FixProject.Create(workspace, fixedAnalysis, after).TextAsync(aborted).ConfigureAwait(false);
        CodeFixProvider fix = Create();
        Assert.NotEmpty(await start.FindAsync(fix.FixableDiagnosticIds, aborted).ConfigureAwait(false));

        await AssertFixedAsync("one by one", await FixEachAsync(start, fix, aborted).ConfigureAwait(false)).ConfigureAwait(false);
        foreach (FixAllScope scope in (FixAllScope[])[FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution])
            await AssertFixedAsync($"all of the {scope}", await FixAllAsync(start, fix, scope, aborted).ConfigureAwait(false)).ConfigureAwait(false);

        async Task AssertFixedAsync(string how, FixProject result)
        {
            string actual = await result.TextAsync(aborted).ConfigureAwait(false);
            Assert.True(expected == actual, $"Fixed {how}, expected:\n{expected}\nbut got:\n{actual}");
            await result.AssertCompilesAsync(aborted).ConfigureAwait(false);
            var left = await result.FindAsync(fix.FixableDiagnosticIds, aborted).ConfigureAwait(false);
            Assert.True(left.IsEmpty, $"Fixed {how}, still reported:\n{CompilerFindings.Describe(left)}");
        }
    }

    /// <summary>Fails unless the fix, for what is reported in an additional file, makes another file of it: one by one, and all of the project.</summary>
    /// <param name="sources">The files of the project, which stay as they are.</param>
    /// <param name="after">The additional file that has to come out.</param>
    public async Task VerifyFileAsync(SourceFile[] sources, SourceFile after)
    {
        CancellationToken aborted = TestContext.Current.CancellationToken;
        using var workspace = new AdhocWorkspace();
        FixProject start = FixProject.Create(workspace, Analysis, sources);
        string expected = await FixProject.Create(workspace, Analysis with { AdditionalFiles = [after] }, sources).TextAsync(aborted).ConfigureAwait(false);
        CodeFixProvider fix = Create();

        Assert.Equal(expected, await (await FixEachAsync(start, fix, aborted).ConfigureAwait(false)).TextAsync(aborted).ConfigureAwait(false));
        Assert.Equal(expected, await (await FixAllAsync(start, fix, FixAllScope.Project, aborted).ConfigureAwait(false)).TextAsync(aborted).ConfigureAwait(false));
    }

    /// <summary>Fails if the fix offers itself for anything that is reported.</summary>
    /// <param name="sources">The files, with the expected diagnostics marked; at least one.</param>
    public async Task VerifyNotOfferedAsync(params SourceFile[] sources)
    {
        CancellationToken aborted = TestContext.Current.CancellationToken;
        await Analysis.VerifyAsync(sources).ConfigureAwait(false);
        using var workspace = new AdhocWorkspace();
        FixProject start = FixProject.Create(workspace, Analysis, Unmarked(sources));
        CodeFixProvider fix = Create();

        var reported = await start.FindAsync(fix.FixableDiagnosticIds, aborted).ConfigureAwait(false);

        Assert.NotEmpty(reported);
        foreach (Diagnostic found in reported) Assert.Empty(await ActionsAsync(start, fix, found, aborted).ConfigureAwait(false));
    }

    private static SourceFile[] Unmarked(SourceFile[] sources) => [.. sources.Select(static source => source with { Text = Markup.Parse(source.Text).Text })];

    private static async Task<FixProject> FixEachAsync(FixProject start, CodeFixProvider fix, CancellationToken cancellationToken)
    {
        FixProject current = start;
        var reported = await current.FindAsync(fix.FixableDiagnosticIds, cancellationToken).ConfigureAwait(false);
        for (int rounds = reported.Length; reported.Length > 0 && rounds > 0; rounds--)
        {
            CodeAction action = Assert.Single(await ActionsAsync(current, fix, reported[0], cancellationToken).ConfigureAwait(false));
            current = current.At(await ApplyAsync(action, cancellationToken).ConfigureAwait(false));
            reported = await current.FindAsync(fix.FixableDiagnosticIds, cancellationToken).ConfigureAwait(false);
        }

        return current;
    }

    // A document's fix may leave those of other documents, which then get their turn.
    private static async Task<FixProject> FixAllAsync(FixProject start, CodeFixProvider fix, FixAllScope scope, CancellationToken cancellationToken)
    {
        FixProject current = start;
        foreach (DocumentId id in scope == FixAllScope.Document ? start.Documents.Select(static document => document.Id).ToArray() : [start.Documents.First().Id])
        {
            var reported = await current.FindAsync(fix.FixableDiagnosticIds, cancellationToken).ConfigureAwait(false);
            Document document = current.Solution.GetDocument(id)!;
            bool concerned = scope != FixAllScope.Document
                || reported.Any(found => current.Solution.GetDocument(found.Location.SourceTree)?.Id == id);
            if (!concerned) continue;

            var key = Assert.Single(await ActionsAsync(current, fix, reported[0], cancellationToken).ConfigureAwait(false)).EquivalenceKey;
            var context = new FixAllContext(
                document, fix, scope, key!, fix.FixableDiagnosticIds, new ReportedDiagnostics(current, reported), cancellationToken);
            CodeAction? action = await fix.GetFixAllProvider()!.GetFixAsync(context).ConfigureAwait(false);
            Assert.NotNull(action);
            current = current.At(await ApplyAsync(action, cancellationToken).ConfigureAwait(false));
        }

        return current;
    }

    private static async Task<ImmutableArray<CodeAction>> ActionsAsync(
        FixProject project, CodeFixProvider fix, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var actions = ImmutableArray.CreateBuilder<CodeAction>();
        TextDocument document = project.DocumentOf(diagnostic);
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), cancellationToken)).ConfigureAwait(false);
        return actions.ToImmutable();
    }

    private static async Task<Solution> ApplyAsync(CodeAction action, CancellationToken cancellationToken)
    {
        var operations = await action.GetOperationsAsync(cancellationToken).ConfigureAwait(false);
        return Assert.Single(operations.OfType<ApplyChangesOperation>()).ChangedSolution;
    }

    private sealed class ReportedDiagnostics(FixProject project, ImmutableArray<Diagnostic> reported) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(reported);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(reported.Where(found => project.Solution.GetDocument(found.Location.SourceTree)?.Id == document.Id));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
