namespace EventGen;

/// <summary>The publishes of one bus that have not ended when their worker went on. Thread safe.</summary>
/// <remarks>
/// A worker that waits for a broker does nothing else: with a handful of workers, a broker that confirms within a millisecond would get
/// a handful of events each millisecond. So the worker leaves the wait to itself. The partition of a keyed event stays taken
/// meanwhile, or a later event of its key could overtake it.
/// </remarks>
internal sealed class PendingPublishes(EventBus bus, int capacity)
{
    // Interlocked only.
    private int _count;

    private TaskCompletionSource? _ended;

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Completes when there are none. To be asked once, when no worker runs any more.</summary>
    public Task Ended
    {
        get
        {
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.Exchange(ref _ended, ended);   // a full fence: either the last one finds it, or there is none left here
            if (Count == 0) ended.TrySetResult();
            return ended.Task;
        }
    }

    /// <summary>Lets a publish go on without its worker, unless too many do.</summary>
    /// <param name="publishing">Reports the failures of publishers itself.</param>
    /// <param name="eventId">What is published.</param>
    /// <param name="partition">The partition of the event, which the worker is in; 0 for none.</param>
    /// <returns>False when there is no room: the worker has to wait for it.</returns>
    public bool TryAdd(ValueTask publishing, string eventId, ulong partition)
    {
        if (Interlocked.Increment(ref _count) > capacity)
        {
            Remove();
            return false;
        }

        if (partition != 0) bus.Queue.HoldPartition(partition);
        _ = FollowAsync(publishing, eventId, partition);
        return true;
    }

    private async Task FollowAsync(ValueTask publishing, string eventId, ulong partition)
    {
        try
        {
            await publishing.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            bus.Logger.WorkerFailed(exception, eventId);
        }

        if (partition != 0) bus.Queue.LeavePartition(partition);
        Remove();
        bus.Queue.EndDrainIfIdle();
        bus.Observer?.WorkEnded();
    }

    private void Remove()
    {
        if (Interlocked.Decrement(ref _count) == 0) Volatile.Read(ref _ended)?.TrySetResult();
    }
}
