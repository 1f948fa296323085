using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports emits whose task or answer nobody looks at.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LostResultAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [UsageRules.LostTask, UsageRules.IgnoredRefusal];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        RuntimeTypes.WhenReferenced(context, static (start, runtime) =>
            start.RegisterOperationAction(statement => Analyze(statement, runtime), OperationKind.ExpressionStatement));
    }

    private static void Analyze(OperationAnalysisContext context, RuntimeTypes runtime)
    {
        var call = TopicCall.Innermost(((IExpressionStatementOperation)context.Operation).Operation);
        if (call is not { TargetMethod.Name: "EmitAsync" or "InvokeAsync" or "TryEnqueue" } || runtime.OnTopic(call) is not { } found) return;

        // That of a durable event has no answer: it throws, which is an error of its own.
        if (found.Method == "TryEnqueue" && found.Payload.HasAttribute(RuntimeNames.DurableAttribute)) return;

        context.ReportDiagnostic(found.Method == "TryEnqueue"
            ? Diagnostic.Create(UsageRules.IgnoredRefusal, found.Location, found.Payload.FullName())
            : Diagnostic.Create(
                UsageRules.LostTask, found.Location, found.Method, found.Payload.FullName(),
                found.Method == "EmitAsync" ? "nobody sees that the queue refused the event" : "nobody sees a handler fail"));
    }
}
