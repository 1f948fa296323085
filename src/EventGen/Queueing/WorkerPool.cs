namespace EventGen;

/// <summary>The workers of one bus: each takes an event, runs it to its end, and takes the next.</summary>
internal sealed class WorkerPool(EventBus bus, EventQueue queue, int size)
{
    private readonly List<Task> _workers = [];

    /// <summary>Starts the workers; they end when the queue is closed.</summary>
    public void Start()
    {
        // Without the starter's context: its async locals, activity and culture are no business of later events.
        using (ExecutionContext.SuppressFlow())
        {
            for (int i = 0; i < size; i++) _workers.Add(Task.Run(RunAsync));
        }
    }

    /// <summary>Completes when every worker has ended.</summary>
    public Task Ended => Task.WhenAll(_workers);

    private async Task RunAsync()
    {
        Ambient.Set(AmbientState.Empty with { Bus = bus, Worker = bus });
        var clean = ExecutionContext.Capture()!;
        var signal = new WorkerSignal();
        while (true)
        {
            switch (queue.Take(signal, out var taken))
            {
                case TakeResult.Closed:
                    return;
                case TakeResult.Empty:
                    await signal.WaitAsync().ConfigureAwait(false);
                    continue;
            }

            // What the last event's handlers left in async locals ends here.
            ExecutionContext.Restore(clean);
            try
            {
                await taken.Topic.RunAsync(taken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                bus.Logger.WorkerFailed(exception, taken.Topic.Descriptor.Id);
            }

            queue.Complete(taken);
        }
    }
}
