namespace EventGen;

/// <summary>What one bus receives messages with. Most of it is made by the first transport, or for a rejected message that is received again. Thread safe.</summary>
/// <param name="bus">The bus.</param>
/// <param name="parts">What it is made of.</param>
/// <param name="deadLetters">Keeps messages that cannot be handled.</param>
internal sealed class BusReceiving(EventBus bus, BusComposition parts, DeadLetterWriter deadLetters)
{
    // Made when they are first needed. If two threads race, either instance serves.
    private MessageRouter? _router;
    private RejectedMessages? _rejected;

    private MessageRouter Router => _router ??= new MessageRouter(parts.TopicServices.Origin, parts.Queue, parts.Limits, parts.Contexts.Own.Source, parts.Topics.Find, parts.Topics.Has);

    private RejectedMessages Rejected => _rejected ??= new RejectedMessages(Router, parts.Queue, deadLetters, parts.Publishers, parts.Time, bus.RaiseMessageRejected);

    /// <summary>Makes the receivers of the publishers that receive too.</summary>
    public TransportSet CreateTransports() => new(parts.Publishers.Slots.Count == 0 ? [] : CreateSlots());

    /// <inheritdoc cref="RejectedMessages.ReceiveAgainAsync"/>
    public Task<(bool IsHandled, DeadLetter? Rejected)> ReceiveAgainAsync(DeadLetter.RejectedMessage deadLetter) => Rejected.ReceiveAgainAsync(deadLetter);

    private TransportSlot[] CreateSlots()
    {
        List<TransportSlot> slots = [];
        foreach (var slot in parts.Publishers.Slots)
        {
            if (slot is { IsEnabled: true, Publisher: IEventTransport transport })
                slots.Add(new TransportSlot(slot, transport, new MessageReceiver(slot.Name, Router, Rejected, parts.Counters, parts.Descriptors, parts.Logger, parts.Time, parts.Options.PublisherDownLimit), parts.Logger));
        }

        return slots.ToArray();
    }
}
