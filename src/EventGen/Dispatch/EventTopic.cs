using System.Text.Json.Serialization.Metadata;

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

    /// <summary>How the event's payload is written as JSON; <see langword="null"/> where no <c>JsonSerializerContext</c> lists it.</summary>
    public abstract JsonTypeInfo? PayloadJson { get; }

    /// <summary>Emits an event whose payload is given as JSON, as <c>EmitAsync</c> does. For tools, which know the event by its name alone.</summary>
    /// <param name="json">The payload, UTF-8.</param>
    /// <param name="cancellationToken">Cancels the wait for capacity, or for the commit of a durable event, which may be committed and delivered all the same.</param>
    /// <returns>Why the text is no payload of the event; <see langword="null"/> once the event is accepted.</returns>
    /// <exception cref="InvalidOperationException">No <c>JsonSerializerContext</c> lists the event; or it is durable, and the bus has not started, or the payload is too large.</exception>
    /// <exception cref="OutboxFullException">The event is durable, and the outbox is full.</exception>
    /// <exception cref="OutboxUnavailableException">The event is durable, and the store did not answer.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled before there was room, or before the answer to the commit of a durable event.</exception>
    /// <exception cref="EventQueueFullException">The queue has no room and <see cref="EventBusOptions.WhenQueueFull"/> is <see cref="QueueFullMode.Reject"/>.</exception>
    /// <exception cref="EventBusStoppedException">The bus has stopped.</exception>
    public abstract ValueTask<string?> EmitJsonAsync(ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default);

    /// <summary>A payload as it may be shown to people: <c>***</c> stands in the place of each value that is marked <see cref="SensitiveAttribute"/>.</summary>
    /// <param name="json">A payload of the event, in any version, UTF-8.</param>
    /// <returns>The payload itself for an event without sensitive parts; empty when it is no JSON and the event has some.</returns>
    public abstract ReadOnlyMemory<byte> MaskSensitive(ReadOnlyMemory<byte> json);

    /// <summary>A text that may hold values of the event, such as the message of an exception, without the sensitive ones: as the bus writes it to the log.</summary>
    /// <param name="text">The text.</param>
    /// <param name="payload">The event; of another type, the text stays as it is.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> or <paramref name="payload"/> is <see langword="null"/>.</exception>
    public abstract string HideSensitive(string text, object payload);

    /// <summary>The event's name on the wire.</summary>
    public override string ToString() => Descriptor.Id;

    /// <summary>The bus, only carried along here.</summary>
    internal abstract object Owner { get; }

    /// <summary>Ends the topic's streams; their readers still get what is buffered.</summary>
    internal abstract void CompleteStreams();

    /// <summary>True when there is a run-time subscriber or a stream; whoever found the bus running has been counted.</summary>
    internal abstract bool HasSubscribers { get; }

    /// <summary>Reads a received message and packs it for a worker.</summary>
    /// <param name="message">The message.</param>
    /// <param name="publisher">Who has received it.</param>
    /// <param name="acknowledgement">Told when the event has been dealt with.</param>
    /// <param name="queued">The event.</param>
    /// <returns>Why it can never be handled; <see langword="null"/> when it can.</returns>
    internal abstract string? TryRead(EventMessage message, string publisher, IAcknowledgement acknowledgement, out QueuedEvent queued);

    /// <summary>What an outbox sees of the event; <see langword="null"/> for one that is not durable.</summary>
    internal abstract DurableTopic? DurableTopic { get; }

    /// <summary>Makes a durable event of a received message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="publisher">Who has received it.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <returns><see langword="null"/> for one that can never be handled; <paramref name="fault"/> says why.</returns>
    internal abstract DurableDelivery? ReadDurable(EventMessage message, string publisher, out string? fault);

    /// <summary>Commits a received durable event to the outbox; one that was received before does nothing.</summary>
    /// <exception cref="OutboxUnavailableException">The store did not answer.</exception>
    internal abstract ValueTask CommitReceivedAsync(DurableDelivery delivery, string publisher, CancellationToken cancellationToken);

    /// <summary>Has a dead letter's handler or publisher attempt its event once more, on a worker.</summary>
    /// <returns>True when it succeeded.</returns>
    /// <exception cref="DeadLetterReplayException">There is no such handler any more, or the payload cannot be read back.</exception>
    /// <exception cref="EventBusStoppedException">The bus has stopped.</exception>
    internal abstract Task<bool> ReplayAsync(DeadLetter.Delivery deadLetter);

    internal abstract void Need(DispatchFlags needs, bool needed);
}
