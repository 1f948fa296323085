using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>That a handler of one event emits another.</summary>
/// <param name="Handled">The event it handles.</param>
/// <param name="Emitted">The event it emits.</param>
/// <param name="Place">Where it does.</param>
/// <param name="By">The method it calls that does; <see langword="null"/> when it does itself.</param>
internal sealed record HandlerEmit(INamedTypeSymbol Handled, INamedTypeSymbol Emitted, Location Place, IMethodSymbol? By);
