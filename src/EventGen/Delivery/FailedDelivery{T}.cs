using System.Diagnostics;

namespace EventGen;

/// <inheritdoc/>
/// <remarks>Used by one thread at a time: that of the attempt, then that of the timer or the stop.</remarks>
internal sealed class FailedDelivery<T>(DeliveryFailureHandler<T> sink, IDeliveryTarget<T> target, T payload, EventContext context, Guid deadLetterId, ulong partition, bool inPartition) : FailedDelivery
{
    // Not entered by its attempts: it has not been left since the event entered it.
    private bool _holdsPartition;

    private EventContext _context = context;

    public override string EventId => sink.EventId;

    public Guid DeadLetterId => deadLetterId;

    public IDeliveryTarget<T> Target => target;

    public T Payload => payload;

    public EventContext Context => _context;

    /// <summary>How many attempts have failed.</summary>
    public int Attempts { get; private set; }

    public DateTimeOffset FirstFailure { get; private set; }

    public DateTimeOffset LastFailure { get; private set; }

    /// <summary>What the last attempt failed with.</summary>
    public Exception Exception { get; private set; } = null!;

    /// <summary>Told of the end of a replay, which is attempted once: true when it succeeded. <see langword="null"/> for others.</summary>
    public TaskCompletionSource<bool>? Replay { get; init; }

    /// <summary>What is known of earlier attempts.</summary>
    public void Continue(int attempts, DateTimeOffset firstFailure) => (Attempts, FirstFailure) = (attempts, firstFailure);

    /// <summary>Notes a failed attempt.</summary>
    public void Note(Exception exception, DateTimeOffset now)
    {
        if (Attempts++ == 0) FirstFailure = now;
        LastFailure = now;
        Exception = exception;
    }

    /// <summary>Keeps the events of the same key waiting until it has ended, if the event is in their partition.</summary>
    public void HoldPartition()
    {
        if (_holdsPartition || !inPartition || partition == 0) return;
        _holdsPartition = true;
        sink.Services.Queue.HoldPartition(partition);
    }

    public override QueuedEvent ToQueue() => new(this, this, _holdsPartition ? 0 : partition, QueuedPart.FailedDelivery);

    public override string DescribeTargets() => $"{target.Description} on {EventId}";

    protected override void CountDropped() => sink.Drops.Add();

    protected override async ValueTask AttemptAsync()
    {
        if (!target.HasEnded)
        {
            _context = _context.ForAttempt(Attempts + 1);
            Ambient.Set(Ambient.Current.Handling(sink.Services.Bus, _context));

            // The replay of a durable event finds what its handler has committed before.
            if (sink.IsDurable && !target.IsPublisher) HandlerAttempt.Begin(_context.Id, target.Name);

            // Of a received event, as at its first attempt.
            var outer = Activity.Current;
            var activity = _context.MessageAcknowledgement is null ? null : GuardedActivity.Continue(EventId, _context.Trace);
            try
            {
                await sink.Invoker.CallAsync(target, payload, _context, sink.Services.Stopping).ConfigureAwait(false);
            }
            catch (OutboxWorkDoneException)
            {
                // It has succeeded before.
            }
            catch (Exception exception)
            {
                sink.Decide(this, exception);
                return;
            }
            finally
            {
                GuardedActivity.Stop(activity, outer);
            }
        }

        End(succeeded: true);
        _context.MessageAcknowledgement?.Release();
    }

    public override void GiveUp(string reason)
    {
        // A received event goes back to where it came from: there it will be attempted again, by another instance.
        _context.MessageAcknowledgement?.Abandon(reason);
        sink.GiveUp(this, reason);
    }

    /// <summary>It is a dead letter.</summary>
    /// <param name="kept">Whether its store has taken it. A received event is not dealt with before; the later events of its key go on at once.</param>
    public void DeadLetterAsync(Task<bool> kept)
    {
        LeavePartition();

        // Whoever replays it once more, or discards it, must meet what is written now: a write that comes later would undo that.
        if (Replay is { } replay) kept.ContinueWith(_ => replay.TrySetResult(false), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _ = _context.MessageAcknowledgement?.ReleaseWhenStoredAsync(kept);
    }

    /// <summary>There is nothing more to attempt: lets the later events of its key go on.</summary>
    public void End(bool succeeded)
    {
        LeavePartition();
        Replay?.TrySetResult(succeeded);
    }

    private void LeavePartition()
    {
        if (_holdsPartition) sink.Services.Queue.LeavePartition(partition);
        _holdsPartition = false;
    }
}
