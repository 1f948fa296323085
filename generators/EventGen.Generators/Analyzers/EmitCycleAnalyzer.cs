using System.Collections.Immutable;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports handlers that emit each other's events in a circle.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EmitCycleAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [HandlerRules.EmitCycle];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        RuntimeTypes.WhenReferenced(context, static (start, runtime) =>
        {
            var calls = new CallGraph();
            start.RegisterOperationAction(call => calls.NoteCall(call, runtime), OperationKind.Invocation);
            start.RegisterOperationAction(reference => calls.NoteReference(reference, runtime), OperationKind.MethodReference);
            start.RegisterCompilationEndAction(end => Report(end, calls));
        });
    }

    private static void Report(CompilationAnalysisContext context, CallGraph calls)
    {
        foreach (var cycle in new EmitGraph(calls.EmitsOfHandlers(context.Compilation, context.CancellationToken)).EmitCycles())
        {
            string way = string.Concat(cycle.Select(static emit => $" -> {emit.Emitted.Name}{Through(emit)}"));
            context.ReportDiagnostic(Diagnostic.Create(
                HandlerRules.EmitCycle, cycle[0].Place, cycle.Skip(1).Select(static emit => emit.Place), cycle[0].Handled.Name + way));
        }
    }

    private static string Through(HandlerEmit emit) => emit.By is { } method ? $" (by {method.ContainingType.Name}.{method.Name})" : "";
}
