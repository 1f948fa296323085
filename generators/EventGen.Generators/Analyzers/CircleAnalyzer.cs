using System.Collections.Concurrent;
using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports handlers that emit each other's events in a circle.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CircleAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [HandlerRules.Circle];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        RuntimeTypes.WhenReferenced(context, static (start, runtime) =>
        {
            var emits = new ConcurrentBag<HandlerEmit>();
            start.RegisterOperationBlockStartAction(block =>
            {
                // Asked of every member, so the bodies of handlers alone are looked into.
                if (block.OwningSymbol is not IMethodSymbol { Parameters.Length: > 0 } method || !method.HasAttribute(KnownNames.Subscribe)) return;
                block.RegisterOperationAction(call => Note(call, method, runtime, emits), OperationKind.Invocation);
            });
            start.RegisterCompilationEndAction(end => Report(end, emits));
        });
    }

    private static void Note(OperationAnalysisContext context, IMethodSymbol handler, RuntimeTypes runtime, ConcurrentBag<HandlerEmit> emits)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is not ("Emit" or "EmitAsync" or "InvokeAsync" or "TryEnqueue") || runtime.OnTopic(call) is not { } found) return;
        if (handler.Parameters[0].Type is INamedTypeSymbol handled && found.Payload is INamedTypeSymbol emitted)
            emits.Add(new HandlerEmit(handled, emitted, found.Location));
    }

    private static void Report(CompilationAnalysisContext context, ConcurrentBag<HandlerEmit> emits)
    {
        foreach (var circle in new EmitGraph(emits).Circles())
        {
            string way = string.Join(" -> ", circle.Select(static emit => emit.Handled.Name).Append(circle[0].Handled.Name));
            context.ReportDiagnostic(Diagnostic.Create(
                HandlerRules.Circle, circle[0].Place, circle.Skip(1).Select(static emit => emit.Place), way));
        }
    }
}
