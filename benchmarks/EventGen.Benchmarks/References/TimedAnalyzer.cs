using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Benchmarks.References;

/// <summary>An analyzer whose actions are timed.</summary>
internal sealed class TimedAnalyzer(DiagnosticAnalyzer analyzer, ActionClock clock) : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => analyzer.SupportedDiagnostics;

    public override void Initialize(AnalysisContext context) => analyzer.Initialize(new TimedContext(context, clock));
}
