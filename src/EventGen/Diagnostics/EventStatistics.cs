namespace EventGen;

/// <summary>What has become of one event since its bus is measured. Immutable.</summary>
public sealed record EventStatistics
{
    /// <summary>The event's name on the wire.</summary>
    public required string EventId { get; init; }

    /// <summary>How often it was emitted; what a full queue refused or dropped is included. A durable event counts once it is committed, or written in a transaction of its emitter's.</summary>
    public required long Emitted { get; init; }

    /// <summary>How many messages of other processes were received.</summary>
    public required long Received { get; init; }

    /// <summary>How often it is emitted or received.</summary>
    public required EventRate Rate { get; init; }

    /// <summary>How often it is received.</summary>
    public EventRate ReceivedRate { get; init; }

    /// <summary>How long its handlers take together.</summary>
    public required LatencyPercentiles Duration { get; init; }

    /// <summary>How long it waits for a worker.</summary>
    public required LatencyPercentiles Waiting { get; init; }

    /// <summary>
    /// True while each of its emissions has a context, so that its way can be followed; false while it is emitted too often for that and no handler asks for one.
    /// </summary>
    public required bool IsFollowed { get; init; }

    /// <summary>Its handlers and publishers that have run, and the publishers that have received it.</summary>
    public required IReadOnlyList<TargetStatistics> Targets { get; init; }

    /// <summary>The counts in words.</summary>
    public override string ToString() =>
        $"'{EventId}', emitted: {Emitted}, received: {Received}{string.Concat(Targets.Select(static target => $"; {target.Name}: {target.Attempts} attempted, {target.Failed} failed, {target.DeadLettered} dead-lettered"))}";
}
