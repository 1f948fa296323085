namespace EventGen;

/// <summary>A durable event of a bus, as an outbox sees it. Thread safe.</summary>
public abstract class DurableTopic
{
    // What cannot be told apart would be a repetition of the first.
    internal const string NoId = "Its id is empty, and a durable event is known by its id.";

    private protected DurableTopic(EventDescriptor descriptor, IReadOnlyList<string> handlers, IReadOnlyList<string> publishers, IReadOnlyList<string> publishersOnReceive, IReadOnlyList<string> switchedOff)
    {
        Descriptor = descriptor;
        ReceivedTargets = publishersOnReceive.Count == 0 ? handlers : [.. handlers, .. publishersOnReceive];
        Targets = [.. handlers, .. publishers];
        KnownTargets = switchedOff.Count == 0 ? Targets : [.. Targets, .. switchedOff];
    }

    /// <summary>What is known of the event.</summary>
    public EventDescriptor Descriptor { get; }

    /// <summary>The names of what an emitted event goes to: its compile-time handlers, and its publishers as <c>publisher:name</c>.</summary>
    public IReadOnlyList<string> Targets { get; }

    /// <summary>Those of <see cref="Targets"/>, and the publishers that are switched off: what was stored for one of them waits, and its other targets get it.</summary>
    public IReadOnlyList<string> KnownTargets { get; }

    /// <summary>The names of what a received event goes to: its compile-time handlers, and the publishers that it is passed on to.</summary>
    public IReadOnlyList<string> ReceivedTargets { get; }

    /// <summary>Makes an event of what was stored.</summary>
    /// <param name="message">The event.</param>
    /// <param name="targets">What has not had it yet, with what is known of its attempts.</param>
    /// <param name="isFirst">True when nothing of it ran anywhere: the run-time subscribers of this process see it.</param>
    /// <param name="fault">Why it cannot be read: a sentence that tells nothing of its content.</param>
    /// <returns>The event; <see langword="null"/> when it cannot be read.</returns>
    public abstract DurableDelivery? Read(EventMessage message, IReadOnlyList<OutboxTarget> targets, bool isFirst, out string? fault);
}
