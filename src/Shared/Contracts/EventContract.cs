namespace EventGen.EventContracts;

/// <summary>What an event is on the wire, in each of its versions. Immutable.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Type">The payload's type: it tells an event whose id was changed from one that was removed, and nothing else.</param>
/// <param name="IsRemoved">Whether the event is declared no more, and its id reserved.</param>
/// <param name="Versions">The versions, the oldest first; at least one.</param>
/// <param name="Line">The event's line in the file it was read from, from 0.</param>
internal sealed record EventContract(string Id, string Type, bool IsRemoved, IReadOnlyList<ContractVersion> Versions, int Line = 0)
{
    /// <summary>The version of that number; <see langword="null"/> when there is none.</summary>
    public ContractVersion? Find(int number) => Versions.FirstOrDefault(version => version.Number == number);
}
