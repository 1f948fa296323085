namespace EventGen;

/// <summary>One event on one bus. Thread safe.</summary>
public abstract class EventTopic
{
    private readonly DropCounter _drops;

    private protected EventTopic(EventDescriptor descriptor, DropCounter drops) => (Descriptor, _drops) = (descriptor, drops);

    /// <summary>What is known of the event.</summary>
    public EventDescriptor Descriptor { get; }

    /// <summary>How many of the event's queued emissions were dropped because the queue was full.</summary>
    public long Dropped => _drops.Count;

    /// <summary>How many run-time subscriptions are active.</summary>
    public abstract int SubscriberCount { get; }

    /// <summary>The event's name on the wire.</summary>
    public override string ToString() => Descriptor.Id;

    /// <summary>The bus, only carried along here.</summary>
    internal abstract object Owner { get; }

    /// <summary>Ends the topic's streams; their readers still get what is buffered.</summary>
    internal abstract void CompleteStreams();

    /// <summary>Reads a received message and packs it for a worker.</summary>
    /// <returns>Why it can never be handled; <see langword="null"/> when it can.</returns>
    internal abstract string? TryRead(EventMessage message, IAcknowledgement acknowledgement, out QueuedEvent queued);

    /// <summary>What an outbox sees of the event; <see langword="null"/> for one that is not durable.</summary>
    internal abstract DurableTopic? DurableTopic { get; }

    /// <summary>Makes a durable event of a received message.</summary>
    /// <returns><see langword="null"/> for one that can never be handled; <paramref name="fault"/> says why.</returns>
    internal abstract DurableDelivery? ReadDurable(EventMessage message, out string? fault);

    /// <summary>Commits a received durable event to the outbox; one that was received before does nothing.</summary>
    /// <exception cref="OutboxUnavailableException">The store did not answer.</exception>
    internal abstract ValueTask CommitReceivedAsync(DurableDelivery delivery, CancellationToken cancellationToken);

    /// <summary>Has a dead letter's handler or publisher attempt its event once more, on a worker.</summary>
    /// <returns>True when it succeeded.</returns>
    /// <exception cref="InvalidOperationException">There is no such handler any more, or the payload cannot be read back.</exception>
    /// <exception cref="EventBusStoppedException">The bus has stopped.</exception>
    internal abstract Task<bool> ReplayAsync(DeadLetter.Delivery deadLetter);

    internal abstract void Need(DispatchFlags needs, bool needed);
}
