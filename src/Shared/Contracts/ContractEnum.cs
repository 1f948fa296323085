namespace EventGen.EventContracts;

/// <summary>An enum. Immutable.</summary>
/// <param name="Members">Its members: those of a text by name, those of a number by value and name.</param>
/// <param name="IsText">Whether it is written as text.</param>
/// <param name="IsFlags">Whether several members may be combined.</param>
internal sealed record ContractEnum(IReadOnlyList<ContractEnumMember> Members, bool IsText, bool IsFlags) : ContractDefinition;
