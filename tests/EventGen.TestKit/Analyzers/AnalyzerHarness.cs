using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace EventGen.TestKit;

/// <summary>Runs an analyzer over sources in which the expected diagnostics are marked.</summary>
/// <remarks>
/// <c>[|here|]</c> expects the analyzer's only rule, <c>{|EVG1001:here|}</c> the rule of that id; what is reported and what is
/// marked must be the same, in every file. Immutable and thread-safe; a test class keeps one and varies it with <see langword="with"/>.
/// </remarks>
/// <param name="Create">Makes the analyzer under test.</param>
public sealed record AnalyzerHarness(Func<DiagnosticAnalyzer> Create)
{
    /// <summary>The project the sources belong to; its <see cref="CompilationSetup.EditorConfig"/> may set severities.</summary>
    public CompilationSetup Project { get; init; } = new();

    /// <summary>Generators whose output the analyzer sees, as in a build.</summary>
    public ImmutableArray<Func<IIncrementalGenerator>> Generators { get; init; } = [];

    /// <summary>Whether the sources are open in an editor, which does not ask generators for what only a build needs.</summary>
    public bool IsEditor { get; init; }

    /// <summary>The project's additional files.</summary>
    public ImmutableArray<SourceFile> AdditionalFiles { get; init; } = [];

    /// <summary>Severities as the project file sets them (<c>NoWarn</c>, <c>WarningsAsErrors</c>), by id.</summary>
    public ImmutableDictionary<string, ReportDiagnostic> Severities { get; init; } = ImmutableDictionary<string, ReportDiagnostic>.Empty;

    /// <summary>Ids of compiler errors and warnings that the sources mean to cause.</summary>
    public ImmutableHashSet<string> AllowedDiagnostics { get; init; } = [];

    /// <summary>Fails unless the analyzer reports exactly what is marked.</summary>
    /// <param name="markedSources">The files of the project.</param>
    /// <returns>What was reported, by file and position, for a look at messages and properties.</returns>
    public async Task<ImmutableArray<Diagnostic>> VerifyAsync(params SourceFile[] markedSources)
    {
        DiagnosticAnalyzer analyzer = Create();
        Markup[] marked = [.. markedSources.Select(static source => Markup.Parse(source.Text))];
        SourceFile[] sources = SourceFile.Named(markedSources.Zip(marked, static (source, markup) => source with { Text = markup.Text }));

        ImmutableArray<Diagnostic> reported = await AnalyzeAsync([analyzer], sources).ConfigureAwait(false);
        string[] expected =
        [
            .. from file in sources.Zip(marked)
               from span in file.Second.Spans
               let text = SourceText.From(file.Second.Text)
               select Describe(span.Id ?? OnlyRuleOf(analyzer), file.First.Path!, text, span.Span),
        ];
        string[] actual =
            [.. reported.Select(static found => Describe(found.Id, found.Location.SourceTree?.FilePath, found.Location.SourceTree?.GetText(), found.Location.SourceSpan))];

        string[] missing = Without(expected, actual);
        string[] unexpected = Without(actual, expected);
        Assert.True(
            missing.Length == 0 && unexpected.Length == 0,
            $"""
            Expected, but not reported:
            {Lines(missing)}
            Reported, but not expected:
            {Lines(unexpected)}
            All that was reported:
            {CompilerFindings.Describe(reported)}
            """);
        return reported;
    }

    /// <summary>What the analyzer reports, for what has no place in a source that could be marked.</summary>
    /// <param name="sources">The files of the project.</param>
    public Task<ImmutableArray<Diagnostic>> ReportedAsync(params SourceFile[] sources) => AnalyzeAsync([Create()], SourceFile.Named(sources));

    /// <summary>What several analyzers report, for sources that are too long for each to compile them again.</summary>
    /// <param name="analyzers">Make the analyzers, instead of <see cref="Create"/>.</param>
    /// <param name="sources">The files of the project.</param>
    public Task<ImmutableArray<Diagnostic>> ReportedByAsync(ImmutableArray<Func<DiagnosticAnalyzer>> analyzers, params SourceFile[] sources) =>
        AnalyzeAsync([.. analyzers.Select(static create => create())], SourceFile.Named(sources));

    private async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(ImmutableArray<DiagnosticAnalyzer> analyzers, SourceFile[] sources)
    {
        CancellationToken aborted = TestContext.Current.CancellationToken;
        ProjectOptions options = Project.CreateProjectOptions();
        CSharpCompilation input = Project.Compile(sources, options);
        input = input.WithOptions(input.Options.WithSpecificDiagnosticOptions(input.Options.SpecificDiagnosticOptions.SetItems(Severities)));
        Compilation compilation = input;
        ImmutableArray<Diagnostic> ofGenerators = [];
        if (Generators.Length > 0)
            CSharpGeneratorDriver
                .Create(
                    Generators.Select(static create => create().AsSourceGenerator()), null, Project.ParseOptions, options,
                    new GeneratorDriverOptions(IsEditor ? IncrementalGeneratorOutputKind.Implementation : IncrementalGeneratorOutputKind.None))
                .RunGeneratorsAndUpdateCompilation(input, out compilation, out ofGenerators, aborted);

        var objections = CompilerFindings.In(compilation, input.SyntaxTrees.ToHashSet(), ofGenerators, AllowedDiagnostics);
        Assert.True(objections.IsEmpty, $"The sources do not build cleanly:\n{CompilerFindings.Describe(objections)}");

        var analysis = compilation.WithAnalyzers(
            analyzers,
            new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([.. AdditionalFiles.Select(static file => new AdditionalSource(file))], options),
                onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        ImmutableArray<Diagnostic> reported = await analysis.GetAnalyzerDiagnosticsAsync(aborted).ConfigureAwait(false);
        Diagnostic? crash = reported.FirstOrDefault(static found => found.Id == "AD0001");
        Assert.True(crash is null, $"The analyzer threw: {crash?.GetMessage()}");
        return
        [
            .. reported
                .OrderBy(static found => found.Location.SourceTree?.FilePath, StringComparer.Ordinal)
                .ThenBy(static found => found.Location.SourceSpan)
                .ThenBy(static found => found.Id, StringComparer.Ordinal),
        ];
    }

    private static string OnlyRuleOf(DiagnosticAnalyzer analyzer)
    {
        string[] ids = [.. analyzer.SupportedDiagnostics.Select(static rule => rule.Id).Distinct()];
        Assert.True(ids.Length == 1, $"[|…|] needs an analyzer with one rule; {analyzer.GetType().Name} has {string.Join(", ", ids)}: write {{|ID:…|}}.");
        return ids[0];
    }

    private static string Describe(
        string id, string? path, SourceText? text, TextSpan span) =>
        text is null ? $"{id} (nowhere)" : $"{id} {path}{text.Lines.GetLinePositionSpan(span)} '{text.ToString(span)}'";

    // One entry less for each equal one: the same rule may fire twice at one place, and must then be marked twice.
    private static string[] Without(string[] all, string[] removed)
    {
        List<string> rest = [.. all];
        foreach (string entry in removed) rest.Remove(entry);
        return [.. rest];
    }

    private static string Lines(string[] lines) => lines.Length == 0 ? "  (nothing)" : string.Join('\n', lines.Select(static line => "  " + line));
}
