namespace EventGen.EventContracts;

/// <summary>One of the objects that a polymorphic type can be.</summary>
/// <param name="Value">The discriminator's value, as JSON writes it; empty for an object without a discriminator.</param>
/// <param name="Definition">The name of the object's definition.</param>
internal sealed record ContractCase(string Value, string Definition);
