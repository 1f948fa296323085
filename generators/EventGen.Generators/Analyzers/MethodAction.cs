using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>Something that a method does and that may end in an event.</summary>
/// <param name="Place">Where it does.</param>
internal abstract record MethodAction(Location Place);
