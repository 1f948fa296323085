using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace EventGen.TestKit;

/// <summary>One state of a project in a workspace: its files, and what the compiler and an analyzer say of them.</summary>
internal sealed class FixProject(Project project, AnalyzerHarness analysis)
{
    private const string ImplicitUsings = "ImplicitUsings.g.cs";

    public Solution Solution => project.Solution;

    public Project Project => project;

    /// <summary>The file that a diagnostic is in, a source or an additional one.</summary>
    public TextDocument DocumentOf(Diagnostic diagnostic) => (TextDocument?)Solution.GetDocument(diagnostic.Location.SourceTree)
        ?? project.AdditionalDocuments.Single(document => document.FilePath == diagnostic.Location.GetLineSpan().Path);

    /// <summary>The files written by hand, by path.</summary>
    public IEnumerable<TextDocument> Documents => project.Documents.Where(static document => document.Name != ImplicitUsings).OrderBy(static document => document.Name, StringComparer.Ordinal);

    public static FixProject Create(AdhocWorkspace workspace, AnalyzerHarness analysis, SourceFile[] sources)
    {
        CompilationSetup setup = analysis.Project;
        CSharpCompilationOptionsOf(setup, analysis, out CompilationOptions options, out ImmutableArray<MetadataReference> references);
        var id = ProjectId.CreateNewId();
        Solution solution = workspace.CurrentSolution.AddProject(ProjectInfo.Create(
            id, VersionStamp.Default, setup.AssemblyName, setup.AssemblyName, LanguageNames.CSharp,
            compilationOptions: options,
            parseOptions: setup.ParseOptions,
            metadataReferences: references,
            analyzerReferences: analysis.Generators.Select(static create => create().GetType().Assembly.Location).Distinct()
                .Select(static path => new AnalyzerFileReference(path, LoadedAssemblies.Instance))));
        foreach (SourceFile source in SourceFile.Named(sources).Append(new SourceFile(ImplicitUsings, setup.ImplicitUsings)))
            solution = solution.AddDocument(DocumentId.CreateNewId(id), source.Path!, SourceText.From(source.Text, System.Text.Encoding.UTF8), filePath: "/" + source.Path);

        foreach (SourceFile file in analysis.AdditionalFiles)
            solution = solution.AddAdditionalDocument(DocumentId.CreateNewId(id), file.Path!, SourceText.From(file.Text, System.Text.Encoding.UTF8), filePath: "/" + file.Path);

        string globals = string.Concat(setup.AllGlobalOptions.Select(static option => $"{option.Key} = {option.Value}\n"));
        solution = solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(id), ".globalconfig", SourceText.From($"is_global = true\n{globals}"), filePath: "/.globalconfig");
        solution = solution.AddAnalyzerConfigDocument(
            DocumentId.CreateNewId(id), ".editorconfig", SourceText.From($"root = true\n[*]\nend_of_line = lf\n{setup.EditorConfig}"), filePath: "/.editorconfig");
        return new FixProject(solution.GetProject(id)!, analysis);
    }

    public FixProject At(Solution solution) => new(solution.GetProject(project.Id)!, analysis);

    /// <summary>What the analyzer reports of the given rules, by file and place.</summary>
    public async Task<ImmutableArray<Diagnostic>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var compilation = (await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false))!;
        var reported = await compilation.WithAnalyzers([analysis.Create()], project.AnalyzerOptions)
            .GetAnalyzerDiagnosticsAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. reported.Where(found => ids.Contains(found.Id))
                .OrderBy(static found => found.Location.SourceTree?.FilePath, StringComparer.Ordinal)
                .ThenBy(static found => found.Location.SourceSpan),
        ];
    }

    /// <summary>Fails when the project does not compile with its generators, or compiles with a warning.</summary>
    public async Task AssertCompilesAsync(CancellationToken cancellationToken)
    {
        var compilation = (await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false))!;
        var written = await Task.WhenAll(project.Documents.Select(document => document.GetSyntaxTreeAsync(cancellationToken))).ConfigureAwait(false);
        var objections = CompilerFindings.In(compilation, written.OfType<SyntaxTree>().ToHashSet(), [], analysis.AllowedDiagnostics);
        Assert.True(objections.IsEmpty, $"The fixed sources do not build cleanly:\n{CompilerFindings.Describe(objections)}");
    }

    /// <summary>All files, for a comparison.</summary>
    public async Task<string> TextAsync(CancellationToken cancellationToken)
    {
        var texts = await Task.WhenAll(Documents.Concat(project.AdditionalDocuments.OrderBy(static document => document.Name, StringComparer.Ordinal)).Select(async document =>
            $"// {document.Name}\n{await document.GetTextAsync(cancellationToken).ConfigureAwait(false)}")).ConfigureAwait(false);
        return string.Join('\n', texts);
    }

    private static void CSharpCompilationOptionsOf(
        CompilationSetup setup, AnalyzerHarness analysis, out CompilationOptions options, out ImmutableArray<MetadataReference> references)
    {
        var compilation = setup.Compile([], setup.CreateProjectOptions());
        options = compilation.Options.WithSyntaxTreeOptionsProvider(null)
            .WithSpecificDiagnosticOptions(compilation.Options.SpecificDiagnosticOptions.SetItems(analysis.Severities));
        references = [.. compilation.References];
    }
}
