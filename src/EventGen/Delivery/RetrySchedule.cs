namespace EventGen;

/// <summary>The failed deliveries of one bus that wait for their next attempt. Thread safe.</summary>
internal sealed class RetrySchedule(EventBus bus, int capacity)
{
    // Under its own lock.
    private readonly HashSet<FailedDelivery> _waiting = [];
    private bool _closed;

    // Reserved places: those that wait, and those on their way in or out. Interlocked only.
    private int _pending;

    /// <summary>
    /// True while something waits. It stays true until what has waited is in the queue, so that a drain finds it in one of both.
    /// </summary>
    public bool HasPending => Volatile.Read(ref _pending) != 0;

    /// <summary>How many wait.</summary>
    public int Pending => Volatile.Read(ref _pending);

    /// <summary>Reserves a place; false when all are taken. <see cref="Wait"/> must follow.</summary>
    public bool TryReserve()
    {
        if (Interlocked.Increment(ref _pending) <= capacity) return true;
        Release();
        return false;
    }

    /// <summary>Has a delivery come back to the queue after a while.</summary>
    public void Wait(FailedDelivery delivery, TimeSpan delay)
    {
        // The clock may be the application's: it is not called under the lock.
        var timer = CreateTimer(delivery);
        bool isClosed;
        lock (_waiting)
        {
            isClosed = _closed;
            delivery.Timer = timer;
            if (!isClosed) _waiting.Add(delivery);
        }

        if (!isClosed)
        {
            timer.Change(delay, Timeout.InfiniteTimeSpan);   // does nothing if it has been disposed by a close meanwhile
            return;
        }

        timer.Dispose();
        delivery.GiveUp("the bus has stopped");
        Release();
    }

    /// <summary>Ends every wait.</summary>
    /// <returns>What has waited.</returns>
    public IReadOnlyList<FailedDelivery> Close()
    {
        FailedDelivery[] left;
        lock (_waiting)
        {
            _closed = true;
            left = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var delivery in left)
        {
            delivery.Timer!.Dispose();
            Release();
        }

        return left;
    }

    // Without the context of whoever failed: the next attempt starts from a clean one.
    private ITimer CreateTimer(FailedDelivery delivery)
    {
        TimerCallback due = state => ComeBack((FailedDelivery)state!);
        if (ExecutionContext.IsFlowSuppressed()) return bus.Time.CreateTimer(due, delivery, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        using (ExecutionContext.SuppressFlow()) return bus.Time.CreateTimer(due, delivery, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private void ComeBack(FailedDelivery delivery)
    {
        lock (_waiting)
        {
            if (!_waiting.Remove(delivery)) return;
        }

        delivery.Timer!.Dispose();
        if (!bus.Queue.Readmit(delivery.ToQueue())) delivery.GiveUp("the bus has stopped");
        Release();
    }

    private void Release()
    {
        Interlocked.Decrement(ref _pending);
        bus.Queue.EndDrainIfIdle();
    }
}
