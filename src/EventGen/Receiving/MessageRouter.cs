namespace EventGen;

/// <summary>Reads the messages that other processes sent to one bus, and gives each to the topic of its event. Thread safe.</summary>
/// <param name="origin">Identifies the bus among all that ever were.</param>
/// <param name="queue">Takes the events.</param>
/// <param name="limits">How large a message may be.</param>
/// <param name="source">The application's name; <see langword="null"/> for none.</param>
/// <param name="topics">Finds the topic of an event that the bus has, by id.</param>
/// <param name="hasEvent">Whether the bus has an event of this id.</param>
internal sealed class MessageRouter(BusOrigin origin, EventQueue queue, EventMessageLimits limits, string? source, Func<string, EventTopic?> topics, Func<string, bool> hasEvent)
{
    /// <summary>Identifies the bus among all that ever were.</summary>
    public string Origin => origin.Id;

    public string? Source => source;

    public EventMessageLimits Limits => limits;

    /// <summary>True in code that a worker of the bus runs: it would wait for itself.</summary>
    public bool IsOnOwnWorker => queue.IsOnOwnWorker;

    /// <summary>The id of a message's event; empty for one of none that the bus has, whatever name it gives.</summary>
    /// <remarks>A name of the bus's own: anything else is content, and fit for no tag.</remarks>
    public string EventIdOf(EventMessage? message) => message is not null && hasEvent(message.EventId) ? message.EventId : "";

    /// <summary>The id of a message's event, also of one that the bus does not have if it can be shown anywhere; else empty.</summary>
    public string NameOf(EventMessage? message) => EventIdOf(message) is { Length: > 0 } id ? id : message is null ? "" : UndeclaredEvents.NameIn(message);

    /// <summary>The topic of an event; <see langword="null"/> for an id of none that the bus has.</summary>
    public EventTopic? Find(string eventId) => topics(eventId);

    /// <summary>Makes an event of a message.</summary>
    /// <param name="topic">The topic of its event.</param>
    /// <param name="message">The message.</param>
    /// <param name="publisher">Who has received it.</param>
    /// <param name="acknowledgement">Told when the event has been dealt with.</param>
    /// <param name="queued">The event.</param>
    /// <returns>What is wrong with the message; <see langword="null"/> for nothing.</returns>
    public static string? TryRead(EventTopic? topic, EventMessage message, string publisher, IAcknowledgement acknowledgement, out QueuedEvent queued)
    {
        if (topic is not null) return topic.TryRead(message, publisher, acknowledgement, out queued);
        queued = default;
        return UndeclaredEvents.Reason;
    }

    /// <summary>Puts the event of a message through the queue, and waits until it has been dealt with.</summary>
    public ValueTask<ReceiveResult> HandleAsync(in QueuedEvent queued, MessageAcknowledgement acknowledgement, CancellationToken cancellationToken)
    {
        var admission = queue.EnqueueReceivedAsync(queued, cancellationToken);
        return admission.IsCompletedSuccessfully ? acknowledgement.Settled : SettleAsync(admission, acknowledgement);
    }

    private static async ValueTask<ReceiveResult> SettleAsync(ValueTask admission, MessageAcknowledgement acknowledgement)
    {
        try
        {
            await admission.ConfigureAwait(false);
        }
        catch (EventBusStoppedException)
        {
            return new ReceiveResult(ReceiveStatus.NotHandled, "The bus is stopping.");
        }

        return await acknowledgement.Settled.ConfigureAwait(false);
    }
}
