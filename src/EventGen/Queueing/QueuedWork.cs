namespace EventGen;

/// <summary>What the queue knows of the owner of an event: how to run it, and what to do with one that is not run. Thread safe.</summary>
/// <remarks>A class, since a worker calls it for each event: a call through an interface costs it more.</remarks>
internal abstract class QueuedWork
{
    /// <summary>The event's name on the wire.</summary>
    public abstract string EventId { get; }

    /// <summary>Runs what an accepted event waits for, on a worker. Never throws.</summary>
    /// <param name="queued">The event.</param>
    /// <param name="running">What goes on after the return, if it is not done then. By reference, as <see cref="DispatchStage{T}.Enqueue"/> explains.</param>
    /// <returns>Whether it is done.</returns>
    public abstract bool Run(in QueuedEvent queued, ref ValueTask running);

    /// <summary>Counts an event that a full queue has dropped. Called under the queue's lock, so it calls no code of others.</summary>
    public abstract void Drop(in QueuedEvent queued);

    /// <summary>What waits for a queued event that was received; <see langword="null"/> for any other.</summary>
    public abstract IAcknowledgement? AcknowledgementOf(in QueuedEvent queued);

    /// <summary>Everything that an event is delivered to, in words: <c>handler or handler on event</c>.</summary>
    public abstract string DescribeTargets();
}
