using System.Collections.Concurrent;
using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>Which methods of the project call which, and what they emit.</summary>
/// <remarks>Thread safe: noted call by call from all over the project, looked through once at its end.</remarks>
internal sealed class CallGraph
{
    // Further away from a handler, an emit mostly hangs on so many conditions that the circle is none.
    private const int Steps = 8;

    private readonly ConcurrentBag<(IMethodSymbol Caller, IMethodSymbol Called)> _calls = [];
    private readonly ConcurrentBag<(IMethodSymbol Method, INamedTypeSymbol Emitted, Location Place)> _emits = [];

    public void Note(OperationAnalysisContext context, RuntimeTypes runtime)
    {
        var call = (IInvocationOperation)context.Operation;
        if (context.ContainingSymbol is not IMethodSymbol method) return;
        if (call.TargetMethod.Name is "Emit" or "EmitAsync" or "InvokeAsync" or "TryEnqueue" && runtime.OnTopic(call) is { } found)
        {
            if (found.Payload is INamedTypeSymbol emitted) _emits.Add((Declared(method), emitted, found.Location));
        }
        else if (call.TargetMethod.MethodKind == MethodKind.Ordinary
            && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingAssembly, context.Compilation.Assembly))
        {
            _calls.Add((Declared(method), Declared(call.TargetMethod)));
        }
    }

    /// <summary>What the project's handlers emit, themselves and by the methods that they call.</summary>
    public IEnumerable<HandlerEmit> EmitsOfHandlers()
    {
        var emits = _emits.ToLookup(static emit => emit.Method, Methods);
        var called = CallsThatLeadTo(emits.Select(static emit => emit.Key));
        foreach (var handler in called.Keys.Concat(emits.Select(static emit => emit.Key)).Distinct(Methods))
        {
            if (handler.Parameters.Length == 0 || handler.Parameters[0].Type is not INamedTypeSymbol handled || !handler.HasAttribute(KnownNames.Subscribe)) continue;
            foreach (var method in ReachedFrom(handler, called))
            {
                var by = Methods.Equals(method, handler) ? null : method;
                foreach (var (_, emitted, place) in emits[method]) yield return new HandlerEmit(handled, emitted, place, by);
            }
        }
    }

    private static IEqualityComparer<IMethodSymbol> Methods => SymbolEqualityComparer.Default;

    // From the emits backwards, so that what never leads to one, most of a project, is not looked at for each handler.
    private Dictionary<IMethodSymbol, HashSet<IMethodSymbol>> CallsThatLeadTo(IEnumerable<IMethodSymbol> emitting)
    {
        var leading = new Dictionary<IMethodSymbol, HashSet<IMethodSymbol>>(Methods);
        var next = emitting.ToList();
        if (next.Count == 0) return leading;

        var callers = _calls.ToLookup(static call => call.Called, static call => call.Caller, Methods);
        var seen = new HashSet<IMethodSymbol>(next, Methods);
        for (int step = 0; step < Steps && next.Count > 0; step++)
        {
            var before = next;
            next = [];
            foreach (var method in before)
            {
                foreach (var caller in callers[method])
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

    // As it is declared: not of a constructed type, and of a partial method the part without a body.
    private static IMethodSymbol Declared(IMethodSymbol method)
    {
        var declared = method.OriginalDefinition;
        return declared.PartialDefinitionPart ?? declared;
    }
}
