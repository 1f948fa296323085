using System.Collections.Concurrent;
using System.Collections.Immutable;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports handlers that emit each other's events in a circle, or fire them by what they write.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EmitCycleAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [HandlerRules.EmitCycle, TriggerRules.FiresInCircle];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        RuntimeTypes.WhenReferenced(context, static (start, runtime) =>
        {
            var writes = new EntityWrites(start.Compilation);
            var calls = new CallGraph(runtime, writes);
            var guards = new ConcurrentDictionary<ISymbol, TriggerGuards>(SymbolEqualityComparer.Default);
            start.RegisterOperationAction(calls.NoteCall, OperationKind.Invocation);
            start.RegisterOperationAction(calls.NoteReference, OperationKind.MethodReference);
            start.RegisterOperationBlockAction(block => NoteCondition(block, guards));
            if (start.Compilation.GetTypeByMetadataName(FrameworkNames.DbContext) is not null)
            {
                start.RegisterOperationAction(
                    calls.NoteAssignment,
                    OperationKind.SimpleAssignment, OperationKind.CompoundAssignment, OperationKind.CoalesceAssignment, OperationKind.Increment, OperationKind.Decrement);
            }

            start.RegisterCompilationEndAction(end => Report(end, calls, new TriggerFirings(writes, guards)));
        });
    }

    private static void NoteCondition(OperationBlockAnalysisContext context, ConcurrentDictionary<ISymbol, TriggerGuards> guards)
    {
        if (TriggerGuards.MayBe(context.OwningSymbol)) guards[context.OwningSymbol] = TriggerGuards.Of(context.OperationBlocks[0]);
    }

    private static void Report(CompilationAnalysisContext context, CallGraph calls, TriggerFirings firings)
    {
        var emits = calls.ActionsOfHandlers(context.Compilation, context.CancellationToken).SelectMany(actions => firings.Of(actions, context.CancellationToken));
        foreach (var cycle in new EmitGraph(emits).EmitCycles())
        {
            string way = string.Concat(cycle.Select(static emit => $" -> {emit.Emitted.Name}{Through(emit)}"));
            var first = cycle.FirstOrDefault(static emit => emit.Written is not null) ?? cycle[0];
            context.ReportDiagnostic(Diagnostic.Create(
                first.Written is null ? HandlerRules.EmitCycle : TriggerRules.FiresInCircle,
                first.Place, cycle.Where(emit => emit != first).Select(static emit => emit.Place), cycle[0].Handled.Name + way));
        }
    }

    private static string Through(HandlerEmit emit)
    {
        string? method = emit.By is { } by ? $"{by.ContainingType.Name}.{by.Name}" : null;
        return emit.Written is { } entity
            ? method is null ? $" (by writing {entity.Name})" : $" (by {method}, which writes {entity.Name})"
            : method is null ? "" : $" (by {method})";
    }
}
