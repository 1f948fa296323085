using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>That a handler of one event emits another, or writes an entity whose trigger fires it.</summary>
/// <param name="Handled">The event it handles.</param>
/// <param name="Emitted">The event it emits.</param>
/// <param name="Place">Where it does.</param>
/// <param name="By">The method it calls that does; <see langword="null"/> when it does itself.</param>
/// <param name="Written">The entity whose trigger fires the event; <see langword="null"/> when the event is emitted.</param>
internal sealed record HandlerEmit(INamedTypeSymbol Handled, INamedTypeSymbol Emitted, Location Place, IMethodSymbol? By, INamedTypeSymbol? Written = null);
