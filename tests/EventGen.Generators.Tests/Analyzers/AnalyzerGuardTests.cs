using System.Collections.Immutable;
using EventGen.Generators.Analyzers;
using EventGen.Generators.Rules;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class AnalyzerGuardTests
{
    [Fact, Fires("EVG5000")]
    public async Task Run_WhenASymbolFails_ReportsItThereAndGoesOn()
    {
        var reported = await new AnalyzerHarness(static () => new Guarded()).VerifyAsync("class Good; class {|EVG5000:Bad|}; class Better;");

        Assert.StartsWith("The generator failed on 'Bad' and left it out (InvalidOperationException: boom)", reported[0].GetMessage(), StringComparison.Ordinal);
    }

#pragma warning disable RS1036, RS1041 // runs here alone
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class Guarded : DiagnosticAnalyzer
    {
        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [GeneratorRules.ItemFailed];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.EnableConcurrentExecution();
            context.RegisterSymbolAction(
                static symbol => AnalyzerGuard.Run(symbol, (INamedTypeSymbol)symbol.Symbol, () =>
                {
                    if (symbol.Symbol.Name == "Bad") throw new InvalidOperationException("boom");
                }),
                SymbolKind.NamedType);
        }
    }
}
