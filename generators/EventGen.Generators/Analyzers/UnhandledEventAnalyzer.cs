using System.Collections.Concurrent;
using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>Points at the events of a program's modules that nobody in the program receives. A library alone does not know of all its programs.</summary>
/// <remarks>An analyzer of its own: a build that shows no suggestions does not run it.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnhandledEventAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [HandlerRules.Unhandled];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        RuntimeTypes.WhenReferenced(context, static (start, runtime) =>
        {
            if (!start.Compilation.IsExecutable()) return;
            var events = new ConcurrentBag<INamedTypeSymbol>();
            var heard = new ConcurrentDictionary<ITypeSymbol, bool>(SymbolEqualityComparer.Default);
            start.RegisterSymbolAction(symbol => NoteType(symbol, events, heard), SymbolKind.NamedType);
            start.RegisterOperationAction(call => NoteCall(call, runtime, heard), OperationKind.Invocation);
            start.RegisterOperationAction(argument => NoteArgument(argument, runtime, heard), OperationKind.Argument);
            start.RegisterCompilationEndAction(end => Report(end, events, heard));
        });
    }

    private static void Report(
        CompilationAnalysisContext context, ConcurrentBag<INamedTypeSymbol> events, ConcurrentDictionary<ITypeSymbol, bool> heard)
    {
        foreach (var handled in ReferencedEvents.Handled(context.Compilation)) heard.TryAdd(handled, true);
        foreach (var type in events)
        {
            if (!IsHeard(type, heard)) context.ReportDiagnostic(Diagnostic.Create(HandlerRules.Unhandled, type.Locations[0], type.FullName()));
        }

        // Nothing in this program declares it, so it has no place here.
        foreach (var (foreign, type) in ReferencedEvents.Declared(context.Compilation))
        {
            if (!Publishers.Of(type).Any() && !IsHeard(type, heard)) context.ReportDiagnostic(Diagnostic.Create(HandlerRules.Unhandled, Location.None, foreign.Described));
        }
    }

    // By itself, or as one of a group.
    private static bool IsHeard(INamedTypeSymbol type, ConcurrentDictionary<ITypeSymbol, bool> heard) =>
        heard.ContainsKey(type) || type.AllInterfaces.Any(heard.ContainsKey);

    private static void NoteType(SymbolAnalysisContext context, ConcurrentBag<INamedTypeSymbol> events, ConcurrentDictionary<ITypeSymbol, bool> heard)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.HasAttribute(KnownNames.Event) && !Publishers.Of(type).Any()) events.Add(type);
        foreach (var method in HandlerMethods.DeclaredBy(type).Concat(HandlerMethods.InheritedBy(type)))
        {
            if (method.Parameters.Length > 0) heard.TryAdd(method.Parameters[0].Type, true);
        }
    }

    private static void NoteCall(OperationAnalysisContext context, RuntimeTypes runtime, ConcurrentDictionary<ITypeSymbol, bool> heard)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!IsEmit(call) && runtime.OnTopic(call) is { } found) heard.TryAdd(found.Payload, true);
    }

    // A topic that is handed on may be subscribed to where it goes.
    private static void NoteArgument(OperationAnalysisContext context, RuntimeTypes runtime, ConcurrentDictionary<ITypeSymbol, bool> heard)
    {
        var argument = (IArgumentOperation)context.Operation;
        if (argument.Parent is IInvocationOperation call && IsEmit(call)) return;
        if (runtime.PayloadOf(argument.Value.Type) is { } payload) heard.TryAdd(payload, true);
    }

    private static bool IsEmit(IInvocationOperation call) => call.TargetMethod.Name is "Emit" or "EmitAsync" or "InvokeAsync" or "TryEnqueue";
}
