namespace EventGen;

/// <summary>An event that one handler or publisher has failed on: it waits for another attempt, or becomes a dead letter.</summary>
internal abstract class FailedDelivery
{
    /// <summary>The event's topic's id.</summary>
    public abstract string EventId { get; }

    /// <summary>Wakes it when its wait is over. Governed by <see cref="RetrySchedule"/>.</summary>
    public ITimer? Timer { get; set; }

    /// <summary>As it comes back to the queue for its next attempt.</summary>
    public abstract QueuedEvent ToQueue();

    /// <summary>Makes the next attempt, on a worker. Never throws.</summary>
    public abstract ValueTask AttemptAsync();

    /// <summary>There will be no further attempt: makes it a dead letter.</summary>
    /// <param name="reason">Why, for the log.</param>
    public abstract void GiveUp(string reason);
}
