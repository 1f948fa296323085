namespace EventGen;

/// <summary>One accepted durable event in memory, to be delivered to some of its targets. Used by one thread at a time.</summary>
public abstract class DurableDelivery
{
    private protected DurableDelivery(DurableTopic topic, EventMessage message, IReadOnlyList<OutboxTarget> targets) =>
        (Topic, Message, Targets) = (topic, message, targets);

    /// <summary>The event's topic.</summary>
    public DurableTopic Topic { get; }

    /// <summary>The event as it is stored and published.</summary>
    public EventMessage Message { get; }

    /// <summary>What has not had the event yet, when it was made.</summary>
    public IReadOnlyList<OutboxTarget> Targets { get; }

    /// <summary>Targets whose attempt is due later than this are left for later; <see langword="null"/> to attempt all. Set before the event is run.</summary>
    public DateTimeOffset? DueUntil { get; set; }

    /// <summary>Whether a target is attempted only when what became of the one before has been written down: <see cref="IOutboxEngine.WrittenAsync"/>. Set before the event is run.</summary>
    public bool IsStepwise { get; set; }

    /// <summary>What the engine keeps with it.</summary>
    public object? State { get; set; }

    /// <summary>As it goes to the workers.</summary>
    internal abstract QueuedEvent ToQueue();

    /// <summary>Attempts its targets, one after the other. Never throws.</summary>
    internal abstract ValueTask RunAsync();

    /// <summary>The queue has dropped it.</summary>
    internal abstract void GiveBack();

    /// <summary>It was emitted here and is accepted from now on: counts and tells it. Called once, before anything of it runs here.</summary>
    internal abstract void NoteAccepted();

    /// <summary>A message of another process was received, and is about to be committed: tells it. Called before anything of it runs here, which may emit what it has caused.</summary>
    internal abstract void NoteReceived();
}
