using System.Collections.Concurrent;
using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports subscriptions and streams that nobody keeps.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LostSubscriptionAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [UsageRules.LostSubscription];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        RuntimeTypes.WhenReferenced(context, static (start, runtime) =>
            start.RegisterSymbolStartAction(
                type =>
                {
                    var lost = new ConcurrentBag<(TopicCall Call, ISymbol? Handler, ISymbol Member)>();
                    var disposed = new DisposedOwners();
                    var ended = new ConcurrentDictionary<ISymbol, bool>(SymbolEqualityComparer.Default);
                    type.RegisterOperationAction(operation => NoteLost(operation, runtime, lost), OperationKind.ExpressionStatement);
                    type.RegisterOperationAction(disposed.NoteUsing, OperationKind.Using, OperationKind.UsingDeclaration);
                    type.RegisterOperationAction(
                        operation =>
                        {
                            NoteEnded(operation, runtime, ended);
                            disposed.NoteCall(operation);
                        },
                        OperationKind.Invocation);
                    type.RegisterSymbolEndAction(end => Report(end, runtime, lost, ended, disposed));
                },
                SymbolKind.NamedType));
    }

    private static void NoteLost(OperationAnalysisContext context, RuntimeTypes runtime, ConcurrentBag<(TopicCall Call, ISymbol? Handler, ISymbol Member)> lost)
    {
        if (TopicCall.Innermost(((IExpressionStatementOperation)context.Operation).Operation) is not { TargetMethod.Name: "Subscribe" or "Stream" } call) return;
        var found = runtime.StreamedBy(call.Type) is { } streamed ? new TopicCall(call, call.Instance, streamed)
            : runtime.IsSubscription(call.Type) ? runtime.OnTopic(call)
            : null;
        if (found is { } thrownAway && !runtime.IsOfNullBus(thrownAway.Topic)) lost.Add((thrownAway, HandlerOf(call), context.ContainingSymbol));
    }

    // Unsubscribe finds a subscription by its handler, so that who has the handler needs to keep nothing else.
    private static void NoteEnded(OperationAnalysisContext context, RuntimeTypes runtime, ConcurrentDictionary<ISymbol, bool> ended)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name == "Unsubscribe" && runtime.OnTopic(call) is not null && HandlerOf(call) is { } handler) ended.TryAdd(handler, true);
    }

    private static void Report(
        SymbolAnalysisContext context,
        RuntimeTypes runtime,
        ConcurrentBag<(TopicCall Call, ISymbol? Handler, ISymbol Member)> lost,
        ConcurrentDictionary<ISymbol, bool> ended,
        DisposedOwners disposed)
    {
        foreach (var (call, handler, member) in lost)
        {
            if (handler is not null && ended.ContainsKey(handler) || disposed.EndWith(call.Operation, call.Topic, member, (INamedTypeSymbol)context.Symbol, runtime)) continue;
            context.ReportDiagnostic(Diagnostic.Create(
                UsageRules.LostSubscription, call.Location, runtime.StreamedBy(call.Operation.Type) is not null ? "stream" : "subscription", call.Payload.FullName()));
        }
    }

    private static ISymbol? HandlerOf(IInvocationOperation call)
    {
        var value = call.Arguments.Select(static argument => argument.Value).FirstOrDefault(static value => value.Type is { TypeKind: TypeKind.Delegate } or { Name: "Delegate" });
        while (value is IConversionOperation conversion) value = conversion.Operand;
        if (value is IDelegateCreationOperation creation) value = creation.Target;
        return value switch
        {
            IMethodReferenceOperation method => method.Method,
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IMemberReferenceOperation member => member.Member,
            _ => null,
        };
    }
}
