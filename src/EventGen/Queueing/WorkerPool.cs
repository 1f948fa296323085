namespace EventGen;

/// <summary>The workers of one bus.</summary>
internal sealed class WorkerPool(EventBus bus, EventQueue queue, int size)
{
    private readonly Worker[] _workers = Create(bus, queue, size);

    /// <summary>Completes when every worker has ended; at once if none was started.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>How many events are being handled.</summary>
    public int Running => _workers.Count(static worker => worker.IsRunning);

    /// <summary>The handlers and publishers of the events that are being handled, as <c>handler or handler on event</c>, ordinally.</summary>
    public IReadOnlyList<string> RunningHandlers() => [.. _workers.Select(static worker => worker.Running).OfType<EventTopic>().Select(static topic => topic.DescribeTargets()).Order(StringComparer.Ordinal)];

    /// <summary>Starts the workers; they end when the queue is closed.</summary>
    public void Start()
    {
        // Without the starter's context: its async locals, activity and culture are no business of later events.
        using (ExecutionContext.SuppressFlow()) Ended = Task.WhenAll(_workers.Select(static worker => Task.Run(worker.WorkAsync)));
    }

    private static Worker[] Create(EventBus bus, EventQueue queue, int size)
    {
        var workers = new Worker[size];
        for (int i = 0; i < size; i++) workers[i] = new Worker(bus, queue);
        return workers;
    }
}
