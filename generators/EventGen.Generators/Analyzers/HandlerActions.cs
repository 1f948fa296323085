using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>What a handler does, itself and by the methods that it calls.</summary>
/// <param name="Handler">The handler.</param>
/// <param name="Handled">The event it handles.</param>
/// <param name="All">Each action with the method that does it.</param>
internal sealed record HandlerActions(IMethodSymbol Handler, INamedTypeSymbol Handled, IReadOnlyList<(IMethodSymbol Method, MethodAction Action)> All)
{
    /// <summary>The method as a message names it; <see langword="null"/> when it is the handler itself.</summary>
    public IMethodSymbol? Other(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method, Handler) ? null : method;
}
