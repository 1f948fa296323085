namespace EventGen;

/// <summary>Deals with the messages of one bus that cannot be handled: reports them, keeps them as dead letters, and receives them again. Thread safe.</summary>
/// <param name="received">Reads messages.</param>
/// <param name="queue">Takes the events of those that are received again.</param>
/// <param name="deadLetters">Keeps dead letters.</param>
/// <param name="publishers">Those of the bus.</param>
/// <param name="time">Tells when a message came.</param>
/// <param name="raise">Tells the observers.</param>
internal sealed class RejectedMessages(
    MessageRouter received, EventQueue queue, DeadLetterWriter deadLetters, PublisherSet publishers, TimeProvider time, Action<MessageRejection> raise)
{
    // What the relay of an outbox gives as the target of an event that it cannot read.
    private const string OutboxTarget = "outbox";

    /// <summary>Reports a message and keeps it as a dead letter.</summary>
    /// <param name="publisher">The publisher that received it.</param>
    /// <param name="reason">What is wrong with it.</param>
    /// <param name="content">The message as it came.</param>
    /// <param name="message">The message, if it could be read.</param>
    /// <param name="isRedelivered">Whether the publisher delivers it again if it is not settled.</param>
    /// <returns>Whether the store of dead letters has it.</returns>
    public Task<bool> RejectAsync(string publisher, string reason, ReadOnlyMemory<byte> content, EventMessage? message, bool isRedelivered)
    {
        raise(new MessageRejection(publisher, reason, content));
        var now = time.GetUtcNow();
        var deadLetter = new DeadLetter.RejectedMessage
        {
            Id = EventIds.Next(now),
            EventId = received.NameOf(message),
            Target = publisher,
            EmissionId = message?.Id ?? Guid.Empty,
            Timestamp = message?.Timestamp ?? now,
            Content = Kept(content, message, received.Limits.MaxMessageBytes),
            Metadata = message?.Metadata ?? EventMetadata.Empty,
            Attempts = 1,
            FirstFailure = now,
            LastFailure = now,
            Reason = reason,
        };
        return deadLetters.KeepAsync(deadLetter, received.EventIdOf(message), isRedelivered ? publisher : null);
    }

    /// <summary>Receives the message of a dead letter once more.</summary>
    /// <returns>Whether it was handled, and, where it was rejected again, the dead letter that takes the place of the old one.</returns>
    /// <exception cref="DeadLetterReplayException">There is no such publisher any more, or no message.</exception>
    /// <exception cref="EventBusStoppedException">The bus has stopped.</exception>
    public async Task<(bool IsHandled, DeadLetter? Rejected)> ReceiveAgainAsync(DeadLetter.RejectedMessage deadLetter)
    {
        if (publishers.Find(deadLetter.Target) is null && deadLetter.Target == OutboxTarget)
        {
            throw new DeadLetterReplayException(
                $"Dead letter {deadLetter.Id} is an event that could not be read in the outbox, so that it cannot be delivered. Mend its Content and emit the event again, and discard the dead letter.");
        }

        if (publishers.Find(deadLetter.Target) is null)
            throw new DeadLetterReplayException($"The bus has no publisher '{deadLetter.Target}' any more, which received the message. Add it again, or discard the dead letter.");
        if (deadLetter.Content.IsEmpty)
            throw new DeadLetterReplayException($"Dead letter {deadLetter.Id} has no content: the message was empty or too large to be kept. Have it sent again, and discard the dead letter.");

        if (queue.IsClosed) throw new EventBusStoppedException(deadLetter.EventId);

        var acknowledgement = new MessageAcknowledgement(deadLetter.Target, isRedelivered: false);
        QueuedEvent queued = default;
        if (EventMessage.TryParse(deadLetter.Content, out var message, out string? fault, received.Limits)) fault = MessageRouter.TryRead(received.Find(message.EventId), message, deadLetter.Target, acknowledgement, out queued);
        if (fault is not null) return (false, Again(deadLetter, fault, message));

        // As with every replay, whatever the capacity.
        if (!queue.Readmit(queued)) throw new EventBusStoppedException(message!.EventId);
        var result = await acknowledgement.Settled.ConfigureAwait(false);

        // Off the worker that has settled it, for who replays may do anything next.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return (result.Status == ReceiveStatus.Handled, null);
    }

    private DeadLetter Again(DeadLetter.RejectedMessage deadLetter, string reason, EventMessage? message) => deadLetter with
    {
        // What it is may be known by now.
        EventId = received.NameOf(message),
        EmissionId = message?.Id ?? deadLetter.EmissionId,
        Timestamp = message?.Timestamp ?? deadLetter.Timestamp,
        Metadata = message?.Metadata ?? deadLetter.Metadata,
        Attempts = deadLetter.Attempts + 1,
        LastFailure = time.GetUtcNow(),
        Reason = reason,
    };

    // Of what is over the limit nothing, for a part of it is good for nothing.
    private static ReadOnlyMemory<byte> Kept(ReadOnlyMemory<byte> content, EventMessage? message, long limit)
    {
        if (message is { Payload.IsEmpty: false } && message.Payload.Length <= limit) content = message.ToTransportJson(message.Origin);
        return content.Length <= limit ? content : default;
    }
}
