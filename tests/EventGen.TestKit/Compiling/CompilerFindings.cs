using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Xunit;

namespace EventGen.TestKit;

/// <summary>What a build objects to: the compiler, and the generators that ran in it.</summary>
internal static class CompilerFindings
{
    /// <summary>Errors and warnings a strict build would stop at, in the order of the files.</summary>
    /// <param name="compilation">What was compiled.</param>
    /// <param name="written">The files written by hand; there, and only there, undocumented members are nobody's business.</param>
    /// <param name="reported">What generators reported, among it that one of them died (CS8785).</param>
    /// <param name="allowed">Ids a test expects.</param>
    public static ImmutableArray<Diagnostic> In(
        Compilation compilation, IReadOnlySet<SyntaxTree> written, IEnumerable<Diagnostic> reported, ImmutableHashSet<string> allowed) =>
    [
        .. from diagnostic in reported.Concat(compilation.GetDiagnostics(TestContext.Current.CancellationToken))
           where diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed
           where !allowed.Contains(diagnostic.Id)
           where diagnostic.Id != "CS1591" || diagnostic.Location.SourceTree is not { } tree || !written.Contains(tree)
           select diagnostic,
    ];

    /// <summary>One line each, with the line of code it is about.</summary>
    public static string Describe(IEnumerable<Diagnostic> diagnostics) =>
        string.Join('\n', diagnostics.Select(static diagnostic => $"  {diagnostic}{SourceLine(diagnostic)}"));

    private static string SourceLine(Diagnostic diagnostic) =>
        diagnostic.Location is { SourceTree: { } tree, SourceSpan: var span }
            ? $"\n      {tree.GetText().Lines.GetLineFromPosition(span.Start).ToString().Trim()}"
            : "";
}
