using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports modules that have one full name, as those of <c>Acme.Shop</c> and <c>AcmeShop</c> in one namespace have.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModuleNameAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [EventRules.ModuleTaken];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationAction(static end =>
        {
            foreach (var same in ReferencesParser.Ambiguous(end.Compilation)) Report(end, same.Select(static one => one.Assembly), same.First().Module);
            if (ReferencesParser.ModuleOf(end.Compilation.Assembly) is not { } own) return;
            foreach (var (assembly, module, _) in ReferencesParser.Named(end.Compilation).Where(one => one.Name == own.Global()))
                Report(end, [end.Compilation.Assembly, assembly], module);
        });
    }

    // Of the build as a whole: no line of the project says it.
    private static void Report(CompilationAnalysisContext context, IEnumerable<IAssemblySymbol> assemblies, INamedTypeSymbol module)
    {
        string[] names = [.. assemblies.Select(static assembly => assembly.Name)];
        context.ReportDiagnostic(Diagnostic.Create(
            EventRules.ModuleTaken, Location.None, module.FullName(), names[0], names[1], $"{Identifiers.Join(names[0].Split('.').Last())}Module"));
    }
}
