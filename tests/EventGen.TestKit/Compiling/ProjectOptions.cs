using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.TestKit;

/// <summary>Build properties and an <c>.editorconfig</c>, as generators, analyzers and the compiler see them.</summary>
internal sealed class ProjectOptions : AnalyzerConfigOptionsProvider
{
    private readonly AnalyzerConfigSet _editorConfig;

    public ProjectOptions(ImmutableDictionary<string, string> global, string? editorConfig)
    {
        GlobalOptions = new Values(global);
        AnalyzerConfig[] configs = editorConfig is null ? [] : [AnalyzerConfig.Parse(editorConfig, "/.editorconfig")];
        _editorConfig = AnalyzerConfigSet.Create(configs);
        SyntaxTrees = new Severities(this);
    }

    public override AnalyzerConfigOptions GlobalOptions { get; }

    public SyntaxTreeOptionsProvider SyntaxTrees { get; }

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values(Of(tree).AnalyzerOptions);

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    // The configuration lies in the root, so that it applies wherever the file says it is.
    private AnalyzerConfigOptionsResult Of(SyntaxTree tree) => _editorConfig.GetOptionsForSourcePath("/" + tree.FilePath.TrimStart('/'));

    private sealed class Values(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        private readonly ImmutableDictionary<string, string> _values = values.WithComparers(KeyComparer);

        public override IEnumerable<string> Keys => _values.Keys;

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => _values.TryGetValue(key, out value);
    }

    private sealed class Severities(ProjectOptions options) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(
            SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            options.Of(tree).TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(
            string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = ReportDiagnostic.Default;
            return false;
        }
    }
}
