namespace EventGen;

/// <summary>Makes dead letters of received messages that cannot be handled, and receives them again.</summary>
internal static class RejectedMessages
{
    /// <summary>Makes the dead letter of a message.</summary>
    /// <param name="bus">The bus that received it.</param>
    /// <param name="publisher">The publisher that received it.</param>
    /// <param name="reason">What is wrong with it.</param>
    /// <param name="content">The message as it came.</param>
    /// <param name="message">The message, if it could be read.</param>
    public static DeadLetter.RejectedMessage ToDeadLetter(EventBus bus, string publisher, string reason, ReadOnlyMemory<byte> content, EventMessage? message)
    {
        var now = bus.Time.GetUtcNow();
        return new DeadLetter.RejectedMessage
        {
            Id = EventIds.Next(now),
            EventId = EventIdOf(bus, message),
            Target = publisher,
            EmissionId = message?.Id ?? Guid.Empty,
            Timestamp = message?.Timestamp ?? now,
            Content = Kept(content, message, bus.MessageLimits.MaxMessageBytes),
            Metadata = message?.Metadata ?? EventMetadata.Empty,
            Attempts = 1,
            FirstFailure = now,
            LastFailure = now,
            Reason = reason,
        };
    }

    /// <summary>Receives the message of a dead letter once more.</summary>
    /// <returns>What became of it, and, where it was rejected again, the dead letter that takes the place of the old one.</returns>
    /// <exception cref="InvalidOperationException">There is no such publisher any more, or no message.</exception>
    /// <exception cref="EventBusStoppedException">The bus has stopped.</exception>
    public static async Task<(ReceiveResult Result, DeadLetter? Rejected)> ReceiveAgainAsync(EventBus bus, DeadLetter.RejectedMessage deadLetter)
    {
        if (bus.FindPublisher(deadLetter.Target) is null)
            throw new InvalidOperationException($"The bus has no publisher '{deadLetter.Target}' any more, which received the message. Add it again, or discard the dead letter.");
        if (deadLetter.Content.IsEmpty)
            throw new InvalidOperationException($"Dead letter {deadLetter.Id} has no content: the message was empty or too large to be kept. Have it sent again, and discard the dead letter.");

        if (bus.Queue.IsClosed) throw new EventBusStoppedException(deadLetter.EventId);

        var acknowledgement = new MessageAcknowledgement();
        QueuedEvent queued = default;
        if (EventMessage.TryParse(deadLetter.Content, out var message, out string? fault, bus.MessageLimits)) fault = bus.TryRead(message, acknowledgement, out queued);
        if (fault is not null) return (new ReceiveResult(ReceiveStatus.Rejected, fault), Again(bus, deadLetter, fault, message));

        // As with every replay, whatever the capacity.
        if (!bus.Queue.Readmit(queued)) throw new EventBusStoppedException(message!.EventId);
        var result = await acknowledgement.Settled.ConfigureAwait(false);

        // Off the worker that has settled it, for who replays may do anything next.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return (result, null);
    }

    private static DeadLetter Again(EventBus bus, DeadLetter.RejectedMessage deadLetter, string reason, EventMessage? message) => deadLetter with
    {
        // What it is may be known by now.
        EventId = EventIdOf(bus, message),
        EmissionId = message?.Id ?? deadLetter.EmissionId,
        Timestamp = message?.Timestamp ?? deadLetter.Timestamp,
        Metadata = message?.Metadata ?? deadLetter.Metadata,
        Attempts = deadLetter.Attempts + 1,
        LastFailure = bus.Time.GetUtcNow(),
        Reason = reason,
    };

    // A name of the bus's own: anything else is content, and fit for no log and no tag.
    private static string EventIdOf(EventBus bus, EventMessage? message) => message is not null && bus.HasEvent(message.EventId) ? message.EventId : "";

    // Of what is over the limit nothing, for a part of it is good for nothing.
    private static ReadOnlyMemory<byte> Kept(ReadOnlyMemory<byte> content, EventMessage? message, long limit)
    {
        if (message is { Payload.IsEmpty: false } && message.Payload.Length <= limit) content = message.ToTransportJson(message.Origin);
        return content.Length <= limit ? content : default;
    }
}
