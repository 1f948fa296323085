using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>The workers of one queue.</summary>
internal sealed class WorkerPool(EventQueue queue, InFlightTracker inFlight, ILogger logger, int size)
{
    private readonly Worker[] _workers = Create(queue, inFlight, logger, size);

    /// <summary>Completes when every worker has ended. To be asked once the queue is closed: a worker that is woken later finds it so.</summary>
    public Task Ended
    {
        get
        {
            var ended = new Task[_workers.Length];
            for (int i = 0; i < ended.Length; i++) ended[i] = _workers[i].Ended;
            return Task.WhenAll(ended);
        }
    }

    /// <summary>Lets the workers work until the queue is closed. Each begins when it is first woken: one that is never needed costs no thread.</summary>
    public void Start()
    {
        queue.BeginWork();
        foreach (var worker in _workers) worker.Park();
        if (queue.HasWork) queue.Parking.Wake();
        else inFlight.NoteWorkEnded();   // no worker looks, so nobody else would tell who has seen a bus that was about to start
    }

    private static Worker[] Create(EventQueue queue, InFlightTracker inFlight, ILogger logger, int size)
    {
        var workers = new Worker[size];
        for (int i = 0; i < size; i++) workers[i] = new Worker(queue, inFlight, logger);
        return workers;
    }
}
