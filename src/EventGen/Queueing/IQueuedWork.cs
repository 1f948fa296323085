namespace EventGen;

/// <summary>What the queue knows of the owner of an event: how to run it, and what to do with one that is not run. Thread safe.</summary>
internal interface IQueuedWork
{
    /// <summary>The event's name on the wire.</summary>
    string EventId { get; }

    /// <summary>Runs what an accepted event waits for, on a worker. Never throws.</summary>
    ValueTask RunAsync(in QueuedEvent queued);

    /// <summary>Counts an event that a full queue has dropped. Called under the queue's lock, so it calls no code of others.</summary>
    void Drop(in QueuedEvent queued);

    /// <summary>What waits for a queued event that was received; <see langword="null"/> for any other.</summary>
    IAcknowledgement? AcknowledgementOf(in QueuedEvent queued);

    /// <summary>Everything that an event is delivered to, in words: <c>handler or handler on event</c>.</summary>
    string DescribeTargets();
}
