using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>The workers of one queue.</summary>
internal sealed class WorkerPool(EventQueue queue, InFlightTracker inFlight, ILogger logger, int size)
{
    private readonly Worker[] _workers = Create(queue, inFlight, logger, size);

    /// <summary>Completes when every worker has ended; at once if none was started.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Starts the workers; they end when the queue is closed.</summary>
    public void Start()
    {
        queue.BeginWork();

        // Without the starter's context: its async locals, activity and culture are no business of later events.
        using (ExecutionContext.SuppressFlow()) Ended = Task.WhenAll(_workers.Select(static worker => Task.Run(worker.WorkAsync)));
    }

    private static Worker[] Create(EventQueue queue, InFlightTracker inFlight, ILogger logger, int size)
    {
        var workers = new Worker[size];
        for (int i = 0; i < size; i++) workers[i] = new Worker(queue, inFlight, logger);
        return workers;
    }
}
