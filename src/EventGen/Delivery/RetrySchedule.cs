using System.Diagnostics.CodeAnalysis;

namespace EventGen;

/// <summary>The failed deliveries of one bus that wait for their next attempt. Thread safe.</summary>
/// <param name="queue">What is due comes back to it.</param>
/// <param name="inFlight">Counts what waits.</param>
/// <param name="time">Times the waits.</param>
/// <param name="capacity">How many may wait.</param>
internal sealed class RetrySchedule(EventQueue queue, InFlightTracker inFlight, TimeProvider time, int capacity)
{
    // Under its own lock.
    private readonly HashSet<FailedDelivery> _waiting = [];
    private bool _closed;

    /// <summary>Reserves a place; false when all are taken. <see cref="Wait"/> must follow.</summary>
    public bool TryReserve() => inFlight.TryDelay(capacity);

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
        inFlight.EndDelay();
    }

    /// <summary>Ends every wait.</summary>
    /// <returns>What has waited.</returns>
    public List<FailedDelivery> Close()
    {
        List<FailedDelivery> left;
        lock (_waiting)
        {
            _closed = true;
            left = new List<FailedDelivery>(_waiting);
            _waiting.Clear();
        }

        foreach (var delivery in left)
        {
            delivery.Timer!.Dispose();
            inFlight.EndDelay();
        }

        return left;
    }

    // Without the context of whoever failed: the next attempt starts from a clean one.
    private ITimer CreateTimer(FailedDelivery delivery)
    {
        using (ExecutionContext.SuppressFlow())
            return time.CreateTimer(state => ComeBack((FailedDelivery)state!), delivery, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private void ComeBack(FailedDelivery delivery)
    {
        lock (_waiting)
        {
            if (!_waiting.Remove(delivery)) return;
        }

        delivery.Timer!.Dispose();
        if (!TryReadmit(delivery, out string? reason)) delivery.GiveUp(reason);
        inFlight.EndDelay();
    }

    private bool TryReadmit(FailedDelivery delivery, [NotNullWhen(false)] out string? reason)
    {
        try
        {
            reason = "the bus has stopped";
            return queue.Readmit(delivery.ToQueue());
        }
        catch (OutOfMemoryException)
        {
            reason = "there is no memory for it in the queue";
            return false;
        }
    }
}
