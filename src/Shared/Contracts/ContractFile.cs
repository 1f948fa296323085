namespace EventGen.EventContracts;

/// <summary>The contracts that a project has accepted: the content of <c>eventgen.contracts.json</c>. Immutable.</summary>
/// <param name="assembly">The assembly whose events these are.</param>
/// <param name="events">The events, sorted by id, each once; without those of <see cref="Unchanged"/>.</param>
internal sealed class ContractFile(string assembly, IReadOnlyList<EventContract> events)
{
    public string Assembly { get; } = assembly;

    public IReadOnlyList<EventContract> Events { get; } = events;

    /// <summary>The file's name; it lies beside the project file.</summary>
    public const string Name = "eventgen.contracts.json";

    /// <summary>The newest format that this code reads, and the one it writes.</summary>
    public const int Format = 1;

    /// <summary>The length, in characters, past which a file is not read: an editor reads it after each change.</summary>
    public const int MaxLength = 8 * 1024 * 1024;

    // Made on first use. If two threads race, both make the same.
    private Dictionary<string, EventContract>? _byId;

    /// <summary>The line that names the assembly in the file this was read from, from 0.</summary>
    public int AssemblyLine { get; init; }

    /// <summary>The events that are in the file just as the assembly declares them, each read when it is asked for; <see langword="null"/> when the file was not compared with an assembly.</summary>
    public DeclaredContracts? Unchanged { get; init; }

    /// <summary>The event of that id; <see langword="null"/> when there is none.</summary>
    public EventContract? Find(string id) =>
        (_byId ??= Events.ToDictionary(static contract => contract.Id, StringComparer.Ordinal)).TryGetValue(id, out var found) ? found : Unchanged?.Read(id);

    /// <summary>The event that a type was before it took the id of another; <see langword="null"/> when it did not.</summary>
    public EventContract? FindBeforeMove(EventContract current) =>
        Find(current.Id) is { } named && named.Type != current.Type ? Events.FirstOrDefault(other => !other.IsRemoved && other.Type == current.Type) : null;
}
