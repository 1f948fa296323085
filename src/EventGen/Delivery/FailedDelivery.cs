namespace EventGen;

/// <summary>An event that one handler or publisher has failed on: it waits for another attempt, or becomes a dead letter.</summary>
internal abstract class FailedDelivery : QueuedWork
{
    /// <summary>Wakes it when its wait is over. Governed by <see cref="RetrySchedule"/>.</summary>
    public ITimer? Timer { get; set; }

    /// <summary>As it comes back to the queue for its next attempt.</summary>
    public abstract QueuedEvent ToQueue();

    /// <summary>There will be no further attempt: makes it a dead letter.</summary>
    /// <param name="reason">Why, for the log.</param>
    public abstract void GiveUp(string reason);

    public sealed override bool Run(in QueuedEvent queued, ref ValueTask running)
    {
        running = AttemptAsync();
        return running.IsCompletedSuccessfully;
    }

    public sealed override void Drop(in QueuedEvent queued)
    {
        CountDropped();
        ThreadPool.UnsafeQueueUserWorkItem(static dropped => dropped.GiveUp("the queue was full"), this, preferLocal: false);
    }

    // It tells who waits for it itself, once there is no further attempt.
    public sealed override IAcknowledgement? AcknowledgementOf(in QueuedEvent queued) => null;

    /// <summary>Makes the next attempt, on a worker. Never throws.</summary>
    protected abstract ValueTask AttemptAsync();

    protected abstract void CountDropped();
}
