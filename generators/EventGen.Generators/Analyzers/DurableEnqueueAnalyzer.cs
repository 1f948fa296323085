using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports <c>TryEnqueue</c> of a durable event, which throws.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DurableEnqueueAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [UsageRules.DurableEnqueue];

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
        if (call.TargetMethod.Name != "TryEnqueue" || runtime.OnTopic(call) is not { } found || !found.Payload.HasAttribute(RuntimeNames.DurableAttribute)) return;
        context.ReportDiagnostic(Diagnostic.Create(UsageRules.DurableEnqueue, found.Location, found.Payload.FullName()));
    }
}
