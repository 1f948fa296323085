namespace EventGen.EventContracts;

/// <summary>A member of an enum.</summary>
/// <param name="Name">Its name; for a text, as it is written.</param>
/// <param name="Value">Its value as a number in text; empty for a text, where it is not on the wire.</param>
internal sealed record ContractEnumMember(string Name, string Value);
