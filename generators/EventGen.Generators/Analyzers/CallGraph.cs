using System.Collections.Concurrent;
using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>Which methods of the project call which, and what they do that may end in an event.</summary>
/// <remarks>Thread safe: noted call by call from all over the project, looked through once at its end.</remarks>
/// <param name="runtime">The runtime's types.</param>
/// <param name="writes">Sees what changes entities.</param>
internal sealed class CallGraph(RuntimeTypes runtime, EntityWrites writes)
{
    // Further away from a handler, an emit mostly hangs on so many conditions that the cycle is none.
    private const int Steps = 8;

    private readonly ConcurrentBag<(IMethodSymbol Caller, IMethodSymbol Called)> _calls = [];
    private readonly ConcurrentBag<(IMethodSymbol Method, MethodAction Action)> _actions = [];

    public void NoteCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is "Emit" or "EmitAsync" or "InvokeAsync" or "TryEnqueue" && runtime.OnTopic(call) is { } found)
            Note(call, found.Payload is INamedTypeSymbol emitted ? new EmitAction(emitted, found.Location) : null, context);
        else if (writes.ByCall(call, context.CancellationToken) is { } action)
            Note(call, action, context);
        else
            Note(call, call.TargetMethod, context);
    }

    /// <summary>A method that is given away, as to <c>Task.Run</c>, counts as called, as does what a lambda calls.</summary>
    public void NoteReference(OperationAnalysisContext context)
    {
        var reference = (IMethodReferenceOperation)context.Operation;
        Note(reference, reference.Method, context);
    }

    public void NoteAssignment(OperationAnalysisContext context) =>
        Note(context.Operation, writes.ByAssignment(context.Operation, context.ContainingSymbol, context.CancellationToken), context);

    /// <summary>What the project's handlers do, themselves and by the methods that they call.</summary>
    public IEnumerable<HandlerActions> ActionsOfHandlers(Compilation compilation, CancellationToken cancellationToken)
    {
        if (_actions.IsEmpty) yield break;
        var actions = _actions.ToLookup(static one => one.Method, static one => one, Methods);
        var called = _calls.IsEmpty ? [] : CallsThatLeadTo(actions.Select(static one => one.Key), SoleImplementations.In(compilation, cancellationToken));
        foreach (var handler in called.Keys.Concat(actions.Select(static one => one.Key)).Distinct(Methods))
        {
            if (handler.Parameters.Length == 0 || handler.Parameters[0].Type is not INamedTypeSymbol handled || !handler.HasAttribute(RuntimeNames.SubscribeAttribute)) continue;
            yield return new HandlerActions(handler, handled, [.. ReachedFrom(handler, called).SelectMany(method => actions[method])]);
        }
    }

    private static IEqualityComparer<IMethodSymbol> Methods => SymbolEqualityComparer.Default;

    // From the actions backwards, so that what never leads to one, most of a project, is not looked at for each handler.
    private Dictionary<IMethodSymbol, HashSet<IMethodSymbol>> CallsThatLeadTo(
        IEnumerable<IMethodSymbol> acting, ILookup<IMethodSymbol, IMethodSymbol> implemented)
    {
        var leading = new Dictionary<IMethodSymbol, HashSet<IMethodSymbol>>(Methods);
        var next = acting.ToList();
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

    private void Note(IOperation operation, MethodAction? action, OperationAnalysisContext context)
    {
        if (action is not null && CallerOf(operation, context.ContainingSymbol) is { } method) _actions.Add((method, action));
    }

    private void Note(IOperation operation, IMethodSymbol called, OperationAnalysisContext context)
    {
        if (called.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction
            && SymbolEqualityComparer.Default.Equals(called.ContainingAssembly, context.Compilation.Assembly)
            && CallerOf(operation, context.ContainingSymbol) is { } method)
        {
            _calls.Add((method, Declared(called)));
        }
    }

    // None for what is subscribed, to a topic or to an event of .NET: it runs when that is raised, not when the method does.
    private IMethodSymbol? CallerOf(IOperation operation, ISymbol member)
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
