using Microsoft.Extensions.Logging.Abstractions;

namespace EventGen.Interleavings.Tests.Queueing;

/// <summary>A queue with its workers, and what they have run.</summary>
internal sealed class QueueInScenario : QueuedWork
{
    private readonly Milestone _ran = new();
    private readonly Action<QueuedEvent> _handler;

    // Under itself.
    private readonly List<QueuedEvent> _order = [];

    // Interlocked only.
    private int _accepted;
    private int _dropped;

    public QueueInScenario(int capacity, int workers, QueueFullMode mode = QueueFullMode.Wait, Action<QueuedEvent>? handler = null)
    {
        _handler = handler ?? (static _ => { });
        Queue = new EventQueue(new object(), capacity, mode, workers, TimeProvider.System, NullLogger.Instance);
        InFlight = new InFlightTracker(Queue, observer: null);
        Workers = new WorkerPool(Queue, InFlight, NullLogger.Instance, workers);
    }

    public EventQueue Queue { get; }

    public InFlightTracker InFlight { get; }

    public WorkerPool Workers { get; }

    public int Accepted => Volatile.Read(ref _accepted);

    public int Dropped => Volatile.Read(ref _dropped);

    /// <summary>What has been run, in order.</summary>
    public IReadOnlyList<QueuedEvent> Ran
    {
        get
        {
            lock (_order) return [.. _order];
        }
    }

    /// <summary>What a handler has thrown; null for nothing.</summary>
    public Exception? Failure { get; private set; }

    public override string EventId => "scenario";

    public QueuedEvent Event(object item, ulong partition = 0) => new(this, item, partition, QueuedPart.All);

    /// <summary>Emits without waiting. What is accepted is counted.</summary>
    public bool TryEmit(object item, ulong partition = 0)
    {
        try
        {
            if (!Queue.TryEnqueue(Event(item, partition))) return false;
        }
        catch (EventBusStoppedException)
        {
            return false;
        }

        Interlocked.Increment(ref _accepted);
        return true;
    }

    /// <summary>Waits until so many have been run. Coyote fails the test where they never are.</summary>
    public void WaitUntilRan(int count) => _ran.Wait(count);

    /// <summary>Closes the queue and waits for the workers.</summary>
    /// <returns>The events that no worker has taken.</returns>
    public IReadOnlyList<QueuedEvent> Close()
    {
        var left = Queue.Close();
        Interleavings.PollFor(Workers.Ended);
        Assert.Equal(0, Queue.Faults);
        Assert.Null(Failure);
        return left;
    }

    public override bool Run(in QueuedEvent queued, ref ValueTask running)
    {
        try
        {
            _handler(queued);
        }
        catch (Exception exception)
        {
            Failure = exception;
        }

        lock (_order) _order.Add(queued);
        _ran.Reach();
        return true;
    }

    public override void Drop(in QueuedEvent queued) => Interlocked.Increment(ref _dropped);

    public override IAcknowledgement? AcknowledgementOf(in QueuedEvent queued) => null;

    public override string DescribeTargets() => EventId;
}
