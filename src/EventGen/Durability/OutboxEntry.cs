namespace EventGen;

/// <summary>One accepted event in the outbox. Immutable.</summary>
public sealed record OutboxEntry
{
    /// <summary>Its place in the outbox; grows with each accepted event.</summary>
    public required long Position { get; init; }

    /// <summary>The id of the emission, <see cref="EventContext.Id"/>.</summary>
    public required Guid Id { get; init; }

    /// <summary>The event's name on the wire.</summary>
    public required string EventId { get; init; }

    /// <summary>The version of the event that was accepted.</summary>
    public required int Version { get; init; }

    /// <summary>The value of the event's key as text; <see langword="null"/> when it has none.</summary>
    public string? Key { get; init; }

    /// <summary>What the event carries besides its payload; empty where that cannot be read.</summary>
    public EventMetadata Metadata { get; init; } = EventMetadata.Empty;

    /// <summary>When the event was emitted.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>When its next attempt is due, on the database's clock.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>What it waits for.</summary>
    public required OutboxEntryState State { get; init; }

    /// <summary>How many processes have died with it. After the first, it is delivered apart from others, and only a death during its delivery counts.</summary>
    public int Crashes { get; init; }

    /// <summary>The handlers and publishers that have not had it yet.</summary>
    public required IReadOnlyList<OutboxTarget> Targets { get; init; }

    /// <summary>One line for a person: the event, its state, and which targets it waits for.</summary>
    public override string ToString() => $"'{EventId}' {Id}, {State}, due {Due:u}, for {string.Join(", ", Targets.Select(static target => target.Name))}";
}
