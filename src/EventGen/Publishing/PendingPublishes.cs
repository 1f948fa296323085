using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>The publishes of one bus that have not ended when their worker went on. Thread safe.</summary>
/// <remarks>
/// A worker that waits for a broker does nothing else: with a handful of workers, a broker that confirms within a millisecond would get
/// a handful of events each millisecond. So the worker leaves the wait to itself. The partition of a keyed event stays taken
/// meanwhile, or a later event of its key could overtake it.
/// </remarks>
internal sealed class PendingPublishes(EventQueue queue, InFlightTracker inFlight, ILogger logger, int capacity)
{
    /// <summary>Lets a publish go on without its worker, unless too many do.</summary>
    /// <param name="publishing">Reports the failures of publishers itself.</param>
    /// <param name="eventId">What is published.</param>
    /// <param name="partition">The partition of the event, which the worker is in; 0 for none.</param>
    /// <returns>False when there is no room: the worker has to wait for it.</returns>
    public bool TryAdd(ValueTask publishing, string eventId, ulong partition)
    {
        if (!inFlight.TryDetach(capacity)) return false;
        if (partition != 0) queue.HoldPartition(partition);
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
            logger.WorkerFailed(exception, eventId);
        }

        if (partition != 0) queue.LeavePartition(partition);
        inFlight.EndDetached();
    }
}
