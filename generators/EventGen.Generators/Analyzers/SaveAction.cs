using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>A method saves the changes of a context.</summary>
/// <param name="Place">Where it does.</param>
internal sealed record SaveAction(Location Place) : MethodAction(Place);
