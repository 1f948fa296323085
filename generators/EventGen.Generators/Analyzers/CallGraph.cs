using System.Collections.Concurrent;
using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>Which methods of the project call which, and what they emit.</summary>
/// <remarks>Thread safe: noted call by call from all over the project, looked through once at its end.</remarks>
internal sealed class CallGraph
{
    // Further away from a handler, an emit mostly hangs on so many conditions that the cycle is none.
    private const int Steps = 8;

    private readonly ConcurrentBag<(IMethodSymbol Caller, IMethodSymbol Called)> _calls = [];
    private readonly ConcurrentBag<(IMethodSymbol Method, INamedTypeSymbol Emitted, Location Place)> _emits = [];

    public void NoteCall(OperationAnalysisContext context, RuntimeTypes runtime)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is "Emit" or "EmitAsync" or "InvokeAsync" or "TryEnqueue" && runtime.OnTopic(call) is { } found)
        {
            if (found.Payload is INamedTypeSymbol emitted && CallerOf(call, context.ContainingSymbol, runtime) is { } method) _emits.Add((method, emitted, found.Location));
        }
        else
        {
            Note(call, call.TargetMethod, context, runtime);
        }
    }

    /// <summary>A method that is given away, as to <c>Task.Run</c>, counts as called, as does what a lambda calls.</summary>
    public void NoteReference(OperationAnalysisContext context, RuntimeTypes runtime)
    {
        var reference = (IMethodReferenceOperation)context.Operation;
        Note(reference, reference.Method, context, runtime);
    }

    /// <summary>What the project's handlers emit, themselves and by the methods that they call.</summary>
    public IEnumerable<HandlerEmit> EmitsOfHandlers(Compilation compilation, CancellationToken cancellationToken)
    {
        if (_emits.IsEmpty) yield break;
        var emits = _emits.ToLookup(static emit => emit.Method, Methods);
        var called = _calls.IsEmpty ? [] : CallsThatLeadTo(emits.Select(static emit => emit.Key), SoleImplementations.In(compilation, cancellationToken));
        foreach (var handler in called.Keys.Concat(emits.Select(static emit => emit.Key)).Distinct(Methods))
        {
            if (handler.Parameters.Length == 0 || handler.Parameters[0].Type is not INamedTypeSymbol handled || !handler.HasAttribute(RuntimeNames.SubscribeAttribute)) continue;
            foreach (var method in ReachedFrom(handler, called))
            {
                var by = Methods.Equals(method, handler) ? null : method;
                foreach (var (_, emitted, place) in emits[method]) yield return new HandlerEmit(handled, emitted, place, by);
            }
        }
    }

    private static IEqualityComparer<IMethodSymbol> Methods => SymbolEqualityComparer.Default;

    // From the emits backwards, so that what never leads to one, most of a project, is not looked at for each handler.
    private Dictionary<IMethodSymbol, HashSet<IMethodSymbol>> CallsThatLeadTo(
        IEnumerable<IMethodSymbol> emitting, ILookup<IMethodSymbol, IMethodSymbol> implemented)
    {
        var leading = new Dictionary<IMethodSymbol, HashSet<IMethodSymbol>>(Methods);
        var next = emitting.ToList();
        var callers = _calls.ToLookup(static call => call.Called, static call => call.Caller, Methods);
        var seen = new HashSet<IMethodSymbol>(next, Methods);
        for (int step = 0; step < Steps && next.Count > 0; step++)
        {
            var before = next;
            next = [];
            foreach (var method in before)
            {
                foreach (var caller in implemented[method].Prepend(method).SelectMany(target => callers[target]))
                {
                    if (!leading.TryGetValue(caller, out var calls)) leading.Add(caller, calls = new(Methods));
                    calls.Add(method);
                    if (seen.Add(caller)) next.Add(caller);
                }
            }
        }

        return leading;
    }

    private static HashSet<IMethodSymbol> ReachedFrom(IMethodSymbol handler, Dictionary<IMethodSymbol, HashSet<IMethodSymbol>> called)
    {
        var reached = new HashSet<IMethodSymbol>(Methods) { handler };
        var next = new List<IMethodSymbol> { handler };
        for (int step = 0; step < Steps && next.Count > 0; step++)
            next = [.. next.SelectMany(method => called.TryGetValue(method, out var calls) ? calls : []).Where(reached.Add)];
        return reached;
    }

    private void Note(IOperation operation, IMethodSymbol called, OperationAnalysisContext context, RuntimeTypes runtime)
    {
        if (called.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction
            && SymbolEqualityComparer.Default.Equals(called.ContainingAssembly, context.Compilation.Assembly)
            && CallerOf(operation, context.ContainingSymbol, runtime) is { } method)
        {
            _calls.Add((method, Declared(called)));
        }
    }

    // None for what is subscribed, to a topic or to an event of .NET: it runs when that is raised, not when the method does.
    private static IMethodSymbol? CallerOf(IOperation operation, ISymbol member, RuntimeTypes runtime)
    {
        bool given = operation is IMethodReferenceOperation;
        for (var current = operation.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case ILocalFunctionOperation function:
                    return Declared(function.Symbol);
                case IAnonymousFunctionOperation:
                    given = true;
                    break;
                case IEventAssignmentOperation when given:
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Subscribe" or "Unsubscribe" } call } when given && runtime.OnTopic(call) is not null:
                    return null;
            }
        }

        return member is IMethodSymbol method ? Declared(method) : null;
    }

    /// <summary>The method as it is declared: not of a constructed type, and of a partial method the part without a body.</summary>
    public static IMethodSymbol Declared(IMethodSymbol method)
    {
        var declared = method.OriginalDefinition;
        return declared.PartialDefinitionPart ?? declared;
    }
}
