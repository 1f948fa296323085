namespace EventGen.EventContracts;

/// <summary>A polymorphic type: one of several objects, told apart by a discriminator. Immutable.</summary>
/// <param name="Discriminator">The name of the part that tells them apart.</param>
/// <param name="Cases">The objects, sorted by the discriminator's value.</param>
internal sealed record ContractUnion(string Discriminator, IReadOnlyList<ContractCase> Cases) : ContractDefinition;
