using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Analyzers;

/// <summary>Turns a failure on one symbol into an error at its place.</summary>
internal static class AnalyzerGuard
{
    public static void Run(SymbolAnalysisContext context, INamedTypeSymbol type, Action analyze)
    {
        try
        {
            analyze();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            context.ReportDiagnostic(ItemGuard.Diagnose(new FailureModel(type.ToDisplayString(), exception), type.Locations[0]));
        }
    }
}
