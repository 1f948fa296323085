using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>A method emits an event.</summary>
/// <param name="Emitted">The event.</param>
/// <param name="Place">Where it does.</param>
internal sealed record EmitAction(INamedTypeSymbol Emitted, Location Place) : MethodAction(Place);
