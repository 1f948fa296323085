using System.Collections.Immutable;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports handlers of durable events that write, on a connection of their own, to what may be the outbox's database.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OwnConnectionAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [HandlerRules.OwnConnection];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            // Where no store is referenced, no outbox can be added.
            if (!start.Compilation.ReferencedAssemblyNames.Any(static name => name.Name is RuntimeNames.SqliteOutboxAssembly or RuntimeNames.PostgreSqlOutboxAssembly)) return;
            var connections = new OwnConnections();
            start.RegisterOperationAction(call => connections.NoteOutbox((IInvocationOperation)call.Operation), OperationKind.Invocation);
            start.RegisterOperationBlockAction(connections.NoteHandler);
            start.RegisterCompilationEndAction(connections.Report);
        });
    }
}
