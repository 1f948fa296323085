namespace EventGen.EventContracts;

/// <summary>An object of named parts. Immutable.</summary>
/// <param name="Parts">Its parts, sorted by name.</param>
/// <param name="Reserved">Parts it once had: a new part may not take a name of theirs with another type. Sorted by name.</param>
/// <param name="IsClosed">Whether the reader rejects parts that it does not know.</param>
internal sealed record ContractObject(IReadOnlyList<ContractPart> Parts, IReadOnlyList<ContractPart> Reserved, bool IsClosed) : ContractDefinition
{
    /// <summary>The part of that name; <see langword="null"/> when there is none.</summary>
    public ContractPart? Find(string name) => Parts.FirstOrDefault(part => part.Name == name);
}
