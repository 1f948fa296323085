using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports threads that are blocked until an emit is done.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingWaitAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [UsageRules.BlockingWait];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        RuntimeTypes.WhenReferenced(context, static (start, runtime) =>
        {
            start.RegisterOperationAction(operation => AnalyzeCall(operation, runtime), OperationKind.Invocation);
            start.RegisterOperationAction(operation => AnalyzeProperty(operation, runtime), OperationKind.PropertyReference);
        });
    }

    private static void AnalyzeCall(OperationAnalysisContext context, RuntimeTypes runtime)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is not ("GetResult" or "Wait" or "WaitAll" or "WaitAny")) return;

        var location = TopicCall.LocationOf(call);
        if (call.TargetMethod.IsStatic)
        {
            foreach (var task in call.Arguments.SelectMany(static argument => Elements(argument.Value))) Report(context, runtime, call.TargetMethod.Name, task, location);
        }
        else
        {
            Report(context, runtime, call.TargetMethod.Name, call.TargetMethod.Name == "GetResult" ? AwaitedBy(call.Instance) : call.Instance, location);
        }
    }

    private static void AnalyzeProperty(OperationAnalysisContext context, RuntimeTypes runtime)
    {
        var reference = (IPropertyReferenceOperation)context.Operation;
        if (reference is { Property.Name: "Result", Instance: { } task }) Report(context, runtime, "Result", task, reference.Syntax.GetLocation());
    }

    private static IOperation? AwaitedBy(IOperation? awaiter) =>
        awaiter is IInvocationOperation { TargetMethod: { Name: "GetAwaiter", IsStatic: false } } call ? call.Instance : null;

    // Task.WaitAll(a, b) and Task.WaitAll([a, b]).
    private static IEnumerable<IOperation> Elements(IOperation value)
    {
        while (value is IConversionOperation conversion) value = conversion.Operand;
        return value switch
        {
            IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
            ICollectionExpressionOperation collection => collection.Elements,
            _ => [],
        };
    }

    private static void Report(OperationAnalysisContext context, RuntimeTypes runtime, string blocking, IOperation? task, Location location)
    {
        var call = TopicCall.Innermost(task);
        if (call is not { TargetMethod.Name: "EmitAsync" or "InvokeAsync" } || runtime.OnTopic(call) is not { } found) return;
        context.ReportDiagnostic(Diagnostic.Create(UsageRules.BlockingWait, location, blocking, found.Method, found.Payload.FullName()));
    }
}
