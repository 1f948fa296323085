namespace EventGen;

/// <summary>One instance of an application: a process with a bus that delivers from the outbox. Immutable.</summary>
public sealed record OutboxInstance
{
    /// <summary>The name it has given itself: its machine's name and the lowest number that no living process of the application held, unless the options of the outbox say otherwise.</summary>
    public required string Name { get; init; }

    /// <summary>How many events it delivers at this moment.</summary>
    public required long Leased { get; init; }

    /// <summary>Until when its lease holds, by the store's clock, unless it renews it. If that has passed, the instance has died or hangs, and others take over its events.</summary>
    public required DateTimeOffset LeaseUntil { get; init; }
}
