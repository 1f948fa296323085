namespace EventGen.Generators.Parsing;

/// <summary>Why something cannot be generated.</summary>
/// <param name="Fact">Follows the symbol's name: <c>is private</c>.</param>
/// <param name="Remedy">What to do: <c>make it internal or public</c>.</param>
internal sealed record Violation(string Fact, string Remedy);
