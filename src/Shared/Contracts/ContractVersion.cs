namespace EventGen.EventContracts;

/// <summary>What one version of an event is on the wire. Immutable.</summary>
/// <param name="Number">The version.</param>
/// <param name="Key">The part that orders deliveries; empty when there is none.</param>
/// <param name="Payload">The payload.</param>
/// <param name="Definitions">What the payload refers to, by name.</param>
internal sealed record ContractVersion(int Number, string Key, ContractSchema Payload, IReadOnlyDictionary<string, ContractDefinition> Definitions);
