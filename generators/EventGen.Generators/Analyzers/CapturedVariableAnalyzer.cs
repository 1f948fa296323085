using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports variables that go on changing after a handler that runs on the queue has captured them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CapturedVariableAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [UsageRules.CapturedVariable];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        RuntimeTypes.WhenReferenced(context, static (start, runtime) =>
            start.RegisterOperationAction(call => Analyze(call, runtime), OperationKind.Invocation));
    }

    private static void Analyze(OperationAnalysisContext context, RuntimeTypes runtime)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name != "Subscribe" || runtime.OnTopic(call) is not { } found) return;
        if (QueuedHandler(call) is not { } handler || runtime.IsOfNullBus(found.Topic)) return;

        foreach (var (variable, reference) in Captures(handler))
        {
            if (VariableChanges.After(handler, variable) is not { } change) continue;
            context.ReportDiagnostic(Diagnostic.Create(
                UsageRules.CapturedVariable, reference.Syntax.GetLocation(), [change.Place], found.Payload.FullName(), variable.Name, change.Fact));
        }
    }

    // A synchronous one runs where the event is emitted.
    private static IAnonymousFunctionOperation? QueuedHandler(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Value is IDelegateCreationOperation { Type: INamedTypeSymbol { DelegateInvokeMethod.ReturnsVoid: false }, Target: IAnonymousFunctionOperation lambda })
                return lambda;
        }

        return null;
    }

    /// <summary>The locals and parameters from around the handler, each with the first place that reads it.</summary>
    /// <remarks>A handler that only writes a variable, or counts in it, cannot see an outdated value.</remarks>
    private static IEnumerable<(ISymbol Variable, IOperation Reference)> Captures(IAnonymousFunctionOperation handler)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in handler.Body.Descendants())
        {
            if (VariableChanges.VariableOf(operation) is { } variable && !VariableChanges.IsWritten(operation) && !IsInside(variable, handler) && seen.Add(variable))
                yield return (variable, operation);
        }
    }

    private static bool IsInside(ISymbol variable, IAnonymousFunctionOperation handler) =>
        variable.DeclaringSyntaxReferences.Any(place => place.SyntaxTree == handler.Syntax.SyntaxTree && handler.Syntax.Span.Contains(place.Span));
}
