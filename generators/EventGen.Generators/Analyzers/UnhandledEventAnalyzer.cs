using System.Collections.Concurrent;
using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
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
            if (!start.Compilation.IsExecutable() || TestProject.Is(start.Compilation)) return;
            var events = new ConcurrentBag<INamedTypeSymbol>();
            var received = new ConcurrentDictionary<ITypeSymbol, bool>(SymbolEqualityComparer.Default);
            start.RegisterSymbolAction(symbol => NoteType(symbol, events, received), SymbolKind.NamedType);
            start.RegisterOperationAction(call => NoteCall(call, runtime, received), OperationKind.Invocation);
            start.RegisterOperationAction(
                value => NoteHandedOn(value, runtime, received),
                OperationKind.Argument, OperationKind.Return, OperationKind.CollectionExpression, OperationKind.ArrayInitializer, OperationKind.MethodReference);
            start.RegisterCompilationEndAction(end => Report(end, events, received));
        });
    }

    private static void Report(
        CompilationAnalysisContext context, ConcurrentBag<INamedTypeSymbol> events, ConcurrentDictionary<ITypeSymbol, bool> received)
    {
        foreach (var handled in ReferencedEvents.Handled(context.Compilation)) received.TryAdd(handled, true);
        foreach (var type in events)
        {
            if (!IsReceived(type, received)) context.ReportDiagnostic(Diagnostic.Create(HandlerRules.Unhandled, type.Locations[0], type.FullName()));
        }

        // Nothing in this program declares it, so it has no place here.
        foreach (var (one, type) in ReferencedEvents.Declared(context.Compilation))
        {
            if (!Publishers.Of(type).Any() && !IsReceived(type, received)) context.ReportDiagnostic(Diagnostic.Create(HandlerRules.Unhandled, Location.None, one.Described));
        }
    }

    // By itself, or as one of a group.
    private static bool IsReceived(INamedTypeSymbol type, ConcurrentDictionary<ITypeSymbol, bool> received) =>
        received.ContainsKey(type) || type.AllInterfaces.Any(received.ContainsKey);

    private static void NoteType(SymbolAnalysisContext context, ConcurrentBag<INamedTypeSymbol> events, ConcurrentDictionary<ITypeSymbol, bool> received)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (IsEvent(type, context) && !Publishers.Of(type).Any()) events.Add(type);
        foreach (var method in HandlerMethods.DeclaredBy(type).Concat(HandlerMethods.InheritedBy(type)))
        {
            if (method.Parameters.Length > 0) received.TryAdd(method.Parameters[0].Type, true);
        }
    }

    // What is in error is no event yet: its error is enough.
    private static bool IsEvent(INamedTypeSymbol type, SymbolAnalysisContext context) => type.HasAttribute(RuntimeNames.EventAttribute)
        && EventParser.Identify(type, new ParseScope(context.Compilation, static _ => { }, context.CancellationToken)) is not null;

    private static void NoteCall(OperationAnalysisContext context, RuntimeTypes runtime, ConcurrentDictionary<ITypeSymbol, bool> received)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!IsEmit(call) && runtime.OnTopic(call) is { } found) received.TryAdd(found.Payload, true);
    }

    // A topic that is handed on may be subscribed to where it goes.
    private static void NoteHandedOn(OperationAnalysisContext context, RuntimeTypes runtime, ConcurrentDictionary<ITypeSymbol, bool> received)
    {
        foreach (var value in HandedOn(context))
        {
            if (runtime.PayloadOf(value.Unconverted().Type) is { } payload) received.TryAdd(payload, true);
        }
    }

    private static IEnumerable<IOperation> HandedOn(OperationAnalysisContext context) => context.Operation switch
    {
        IArgumentOperation { Parent: IInvocationOperation call } when IsEmit(call) => [],
        IArgumentOperation argument => [argument.Value],

        // What only the class itself can ask for it uses itself, and is seen to.
        IReturnOperation { ReturnedValue: { } returned } when context.ContainingSymbol.DeclaredAccessibility != Accessibility.Private => [returned],
        ICollectionExpressionOperation collection => collection.Elements,
        IArrayInitializerOperation array => array.ElementValues,

        // Events.Placed.Subscribe as a delegate.
        IMethodReferenceOperation { Method.Name: not ("Emit" or "EmitAsync" or "InvokeAsync" or "TryEnqueue"), Instance: { } topic } => [topic],
        _ => [],
    };

    private static bool IsEmit(IInvocationOperation call) => call.TargetMethod.Name is "Emit" or "EmitAsync" or "InvokeAsync" or "TryEnqueue";
}
