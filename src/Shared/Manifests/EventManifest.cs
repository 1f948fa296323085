namespace EventGen.EventContracts;

/// <summary>An event of an assembly. Immutable.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">The payload's full name.</param>
/// <param name="Version">Its version.</param>
internal sealed record EventManifest(string Id, string Type, int Version)
{
    public string Description { get; init; } = "";

    /// <summary>The member that orders deliveries; empty when there is none.</summary>
    public string Key { get; init; } = "";

    public bool IsDurable { get; init; }

    public IReadOnlyList<string> Publishers { get; init; } = [];

    /// <summary>The full names of the groups it is in.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>What fires it besides a call: <c>Shop.Order modified when IsPaid</c>.</summary>
    public IReadOnlyList<string> Triggers { get; init; } = [];

    /// <summary>Whether the contract file has it.</summary>
    public bool IsKept { get; init; }

    /// <summary>What it is on the wire; <see langword="null"/> when no <c>JsonSerializerContext</c> lists it.</summary>
    public EventContract? Contract { get; init; }

    /// <summary>What the code says of it besides types.</summary>
    public SchemaAnnotations Annotations { get; init; } = SchemaAnnotations.None;
}
