namespace EventGen.Publishers.Conformance;

/// <summary>A weight.</summary>
/// <param name="Value">How many of its unit.</param>
/// <param name="Unit">Its unit.</param>
public sealed record Weight(int Value, string Unit);
