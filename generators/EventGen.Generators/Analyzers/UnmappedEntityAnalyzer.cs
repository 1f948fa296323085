using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports triggers on entities that none of the contexts has which the program has its bus watch.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnmappedEntityAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [TriggerRules.NotMapped];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            // A library does not know which contexts its programs add, nor does a program what a library adds for it.
            if (!start.Compilation.IsExecutable() || TestProject.Is(start.Compilation)) return;
            if (start.Compilation.GetTypeByMetadataName(FrameworkNames.DbContext) is null || IsWatchedElsewhere(start.Compilation)) return;
            var contexts = new WatchedContexts();
            start.RegisterOperationAction(call => contexts.Note((IInvocationOperation)call.Operation, call.ContainingSymbol), OperationKind.Invocation);
            start.RegisterSymbolAction(symbol => contexts.NoteConfiguration((INamedTypeSymbol)symbol.Symbol), SymbolKind.NamedType);
            start.RegisterCompilationEndAction(end => Report(end, contexts));
        });
    }

    private static void Report(CompilationAnalysisContext context, WatchedContexts contexts)
    {
        if (!contexts.AreKnown) return;
        string names = string.Join(", ", contexts.Names);
        var mapped = contexts.EntityTypes();
        foreach (var trigger in DeclaredTrigger.In(context.Compilation, context.CancellationToken))
        {
            if (IsOwn(trigger.Event) && contexts.Sees(trigger.Entity) && !mapped.Any(type => type.IsOrDerivesFrom(trigger.Entity)))
            {
                var place = trigger.Attribute.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken).GetLocation() ?? trigger.Event.Locations[0];
                context.ReportDiagnostic(Diagnostic.Create(TriggerRules.NotMapped, place, trigger.Event.FullName(), trigger.Entity.FullName(), names));
            }
        }

        bool IsOwn(INamedTypeSymbol type) => SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, context.Compilation.Assembly);
    }

    private static bool IsWatchedElsewhere(Compilation compilation) => compilation.SourceModule.ReferencedAssemblySymbols.Any(
        static assembly => assembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static name => name.Name == RuntimeNames.EntityFrameworkAssembly)));
}
