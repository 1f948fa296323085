using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>Suggests <c>EmitAsync</c> where <c>Emit</c> may have to wait for the queue in an asynchronous method.</summary>
/// <remarks>An analyzer of its own: a build that shows no suggestions does not run it.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingEmitAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [UsageRules.BlockingEmit];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        RuntimeTypes.WhenReferenced(context, static (start, runtime) =>
        {
            var handlers = new AsynchronousHandlers(start.Compilation);
            start.RegisterOperationAction(call => Analyze(call, runtime, handlers), OperationKind.Invocation);
        });
    }

    private static void Analyze(OperationAnalysisContext context, RuntimeTypes runtime, AsynchronousHandlers handlers)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name != "Emit" || runtime.OnTopic(call) is not { } found) return;
        if (!IsInAsync(call, context.ContainingSymbol) || QueuedWork(found.Payload, handlers, context.CancellationToken) is not { } work) return;
        context.ReportDiagnostic(Diagnostic.Create(UsageRules.BlockingEmit, found.Location, found.Payload.FullName(), work));
    }

    // The nearest function around the call decides: a synchronous lambda in an asynchronous method cannot await.
    private static bool IsInAsync(IOperation operation, ISymbol member)
    {
        for (var current = operation.Parent; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation lambda) return lambda.Symbol.IsAsync;
            if (current is ILocalFunctionOperation local) return local.Symbol.IsAsync;
            if (current is ILockOperation) return false;   // no await inside
        }

        return member is IMethodSymbol { IsAsync: true };
    }

    private static string? QueuedWork(ITypeSymbol payload, AsynchronousHandlers handlers, CancellationToken cancellationToken)
    {
        if (Publishers.Of(payload).FirstOrDefault() is { } publisher) return $"is published to '{publisher}'";
        var asynchronous = GroupParser.GroupsOf(payload).Prepend(payload)
            .Select(handled => handlers.Of(handled, cancellationToken))
            .FirstOrDefault(static handler => handler is not null);
        return asynchronous is { } handler ? $"has the asynchronous handler '{handler.FullName()}'" : null;
    }
}
