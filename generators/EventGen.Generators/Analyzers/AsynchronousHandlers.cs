using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>The project's asynchronous handlers by event, looked for once a compilation and only if somebody asks.</summary>
/// <remarks>Thread safe. Two that search at once both find the same.</remarks>
internal sealed class AsynchronousHandlers(Compilation compilation)
{
    private volatile Dictionary<ITypeSymbol, IMethodSymbol>? _byEvent;

    /// <summary>One asynchronous handler of the event; <see langword="null"/> when the project has none.</summary>
    public IMethodSymbol? Of(ITypeSymbol payload, CancellationToken cancellationToken)
    {
        var byEvent = _byEvent ??= Search(cancellationToken);
        return byEvent.TryGetValue(payload, out var handler) ? handler : null;
    }

    private Dictionary<ITypeSymbol, IMethodSymbol> Search(CancellationToken cancellationToken)
    {
        var byEvent = new Dictionary<ITypeSymbol, IMethodSymbol>(SymbolEqualityComparer.Default);
        foreach (var type in DeclaredTypes.In(compilation.Assembly, cancellationToken))
        {
            var inherited = HandlerClassParser.IsConcrete(type) ? HandlerMethods.InheritedBy(type) : [];
            foreach (var method in HandlerMethods.DeclaredBy(type).Concat(inherited))
            {
                if (HandlerShape.Returns(method) is not (HandlerReturn.Task or HandlerReturn.ValueTask) || method.Parameters.Length == 0) continue;
                var payload = method.Parameters[0].Type;
                if (!byEvent.ContainsKey(payload)) byEvent.Add(payload, method);
            }
        }

        return byEvent;
    }
}
