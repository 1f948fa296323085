using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.TestKit.Tests;

/// <summary>Reports a type whose name begins with one of the forbidden letters, under the id <c>TOY</c> and that letter's number.</summary>
internal sealed class NameAnalyzer(string letters) : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [.. letters.Select(static letter => new DiagnosticDescriptor($"TOY{(int)letter}", "Name", "'{0}' is a bad name", "Toy", DiagnosticSeverity.Warning, true))];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(
            found =>
            {
                if (found.Symbol.Name == "Boom") throw new InvalidOperationException("boom");
                if (letters.IndexOf(found.Symbol.Name[0]) is >= 0 and var index)
                    found.ReportDiagnostic(Diagnostic.Create(SupportedDiagnostics[index], found.Symbol.Locations[0], found.Symbol.Name));
            },
            SymbolKind.NamedType);
    }
}
