namespace EventGen.EventContracts;

/// <summary>One part of an object, by its name on the wire.</summary>
/// <param name="Name">The name.</param>
/// <param name="Schema">What may stand there.</param>
/// <param name="IsRequired">Whether it may not be missing.</param>
internal sealed record ContractPart(string Name, ContractSchema Schema, bool IsRequired)
{
    /// <summary>Whether its value is nothing for people to read: marked <c>[Sensitive]</c>.</summary>
    public bool IsSensitive { get; init; }
}
