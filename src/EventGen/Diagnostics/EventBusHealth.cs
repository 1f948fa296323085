namespace EventGen;

/// <summary>The state of a bus at one moment. Holds no text that is not the bus's own: nothing of payloads, and no message of an exception.</summary>
public sealed record EventBusHealth
{
    /// <summary>The overall judgement.</summary>
    public required EventBusStatus Status { get; init; }

    /// <summary>Why the status is not healthy, each as a sentence; empty when it is.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>How many accepted events no worker has taken yet.</summary>
    public required int QueueLength { get; init; }

    /// <summary>How many may wait: <see cref="EventBusOptions.QueueCapacity"/>.</summary>
    public required int QueueCapacity { get; init; }

    /// <summary>How many events the bus knows.</summary>
    public required int Events { get; init; }

    /// <summary>How many run-time subscriptions are active.</summary>
    public required int Subscribers { get; init; }

    /// <summary>
    /// How many events have been dropped since the bus was made, by a full queue (by event: <see cref="EventTopic.Dropped"/>) or by
    /// the full buffer of a publisher that receives.
    /// </summary>
    public required long Dropped { get; init; }

    /// <summary>How many times a handler or publisher has failed since the bus was made.</summary>
    public required long Failed { get; init; }

    /// <summary>How many dead letters are kept for a replay: events given up after their last attempt, and messages that were rejected.</summary>
    public required long DeadLetters { get; init; }

    /// <summary>How many messages have been received since the bus was made that cannot be handled; each raised <see cref="EventBus.MessageRejected"/>.</summary>
    /// <remarks>A message that its broker delivers again, as long as its dead letter cannot be kept, counts each time: which messages have come before, only the broker knows.</remarks>
    public long Rejected { get; init; }

    /// <summary>How many messages of events that no module of the bus declares have been ignored since the bus was made, because a publisher that receives is set to <see cref="UnknownEventMode.Ignore"/>.</summary>
    public long Ignored { get; init; }

    /// <summary>
    /// How many messages have come back since the bus was made to the bus, or the application, that had published them. They are not handled again: the handlers of the application have
    /// handled the event where it was emitted.
    /// </summary>
    public long OwnMessages { get; init; }

    /// <summary>How many failed deliveries wait for another attempt.</summary>
    public required int Retrying { get; init; }

    /// <summary>The handlers that run on a second and more after their time was over, as <c>handler on event</c>.</summary>
    public required IReadOnlyList<string> StuckHandlers { get; init; }

    /// <summary>How many times a worker has failed between two events since the bus was made, such as for want of memory. It goes on each time.</summary>
    public long WorkerFaults { get; init; }

    /// <summary>Every publisher, by name.</summary>
    public required IReadOnlyList<PublisherHealth> Publishers { get; init; }

    /// <summary>The health in words.</summary>
    public override string ToString()
    {
        string problems = Problems.Count == 0 ? "" : $": {string.Join(" ", Problems)}";
        string stuck = StuckHandlers.Count == 0 ? "" : $"; stuck: {string.Join(", ", StuckHandlers)}";
        string publishers = Publishers.Count == 0 ? "" : $"; publishers: {string.Join(", ", Publishers.Select(static publisher => $"{publisher.Name} {publisher.Status}{(publisher.LastError is { } error ? $" ({error})" : "")}"))}";
        return $"{Status}{problems} [queued: {QueueLength} of {QueueCapacity}, retrying: {Retrying}, failed: {Failed}, dropped: {Dropped}, dead letters: {DeadLetters}, rejected: {Rejected}, "
            + $"own messages: {OwnMessages}, worker faults: {WorkerFaults}, events: {Events}, subscribers: {Subscribers}{stuck}{publishers}]";
    }
}
