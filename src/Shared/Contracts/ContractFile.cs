namespace EventGen.EventContracts;

/// <summary>The contracts that a project has accepted: the content of <c>eventgen.contracts.json</c>. Immutable.</summary>
/// <param name="Assembly">The assembly whose events these are.</param>
/// <param name="Events">The events, sorted by id, each once.</param>
internal sealed record ContractFile(string Assembly, IReadOnlyList<EventContract> Events)
{
    /// <summary>The file's name; it lies beside the project file.</summary>
    public const string Name = "eventgen.contracts.json";

    /// <summary>The newest format that this code reads, and the one it writes.</summary>
    public const int Format = 1;

    /// <summary>The length, in characters, past which a file is not read: an editor reads it after each change.</summary>
    public const int MaxLength = 8 * 1024 * 1024;

    /// <summary>The event of that id; <see langword="null"/> when there is none.</summary>
    public EventContract? Find(string id) => Events.FirstOrDefault(contract => contract.Id == id);
}
