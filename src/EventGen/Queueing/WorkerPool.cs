namespace EventGen;

/// <summary>The workers of one bus: each takes an event, runs it to its end, and takes the next.</summary>
internal sealed class WorkerPool(EventBus bus, EventQueue queue, int size)
{
    // How long a scout looks for an event before it sleeps: some microseconds, once for each time the queue runs dry.
    private const int SpinRounds = 40;
    private const int SpinsPerRound = 10;

    private readonly WorkerParking _parking = queue.Parking;
    private readonly List<Task> _workers = [];

    /// <summary>Completes when every worker has ended.</summary>
    public Task Ended => Task.WhenAll(_workers);

    /// <summary>How many workers have not ended.</summary>
    public int Alive => _workers.Count(static worker => !worker.IsCompleted);

    /// <summary>Starts the workers; they end when the queue is closed.</summary>
    public void Start()
    {
        // Without the starter's context: its async locals, activity and culture are no business of later events.
        using (ExecutionContext.SuppressFlow())
        {
            for (int i = 0; i < size; i++) _workers.Add(Task.Run(WorkAsync));
        }
    }

    private async Task WorkAsync()
    {
        Ambient.Set(AmbientState.Empty with { Bus = bus, Worker = bus });
        var clean = ExecutionContext.Capture()!;
        var signal = new WorkerSignal();
        bool isScout = false;
        ulong finished = 0;
        while (!queue.IsClosed)
        {
            if (RunUntilSuspended(finished, clean, ref isScout, out var suspended, out var running))
            {
                await FinishAsync(suspended, running).ConfigureAwait(false);
                finished = running.Lane;
                continue;
            }

            finished = 0;

            isScout = isScout || _parking.TryBecomeScout();
            if (isScout && Spin()) continue;
            if (isScout) _parking.ResignAsScout();
            ExecutionContext.Restore(clean);   // a sleeper keeps nothing of the last event alive
            isScout = await SleepAsync(signal).ConfigureAwait(false);
        }
    }

    /// <summary>Runs events until one suspends or there is none. Apart, so that events which run through cost no state machine.</summary>
    /// <returns>True when <paramref name="running"/> has suspended, false when there is no event.</returns>
    private bool RunUntilSuspended(
        ulong finished, ExecutionContext clean, ref bool isScout, out ValueTask suspended, out QueuedEvent running)
    {
        while (!queue.IsClosed && queue.TryTake(finished, out running))
        {
            if (isScout)
            {
                isScout = false;
                ResignAndWakeNext();
            }

            ExecutionContext.Restore(clean);   // what the last event's handlers left in async locals ends here
            try
            {
                suspended = running.Topic.RunAsync(running);
                if (!suspended.IsCompletedSuccessfully) return true;
            }
            catch (Exception exception)
            {
                bus.Logger.WorkerFailed(exception, running.Topic.Descriptor.Id);
            }

            finished = running.Lane;
        }

        (suspended, running) = (default, default);
        return false;
    }

    private async ValueTask FinishAsync(ValueTask suspended, QueuedEvent running)
    {
        try
        {
            await suspended.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            bus.Logger.WorkerFailed(exception, running.Topic.Descriptor.Id);
        }
    }

    private void ResignAndWakeNext()
    {
        _parking.ResignAsScout();
        if (queue.HasWork) _parking.Wake();
    }

    private bool Spin()
    {
        for (int i = 0; i < SpinRounds; i++)
        {
            if (queue.HasWork || queue.IsClosed) return true;
            Thread.SpinWait(SpinsPerRound);
        }

        return false;
    }

    /// <summary>Sleeps until there may be an event.</summary>
    /// <returns>True when the worker was woken, and so is the scout.</returns>
    private async ValueTask<bool> SleepAsync(WorkerSignal signal)
    {
        _parking.LieDown(signal);
        if ((queue.HasWork || queue.IsClosed) && _parking.TryGetUp(signal)) return false;
        queue.EndDrainIfIdle();
        await signal.WaitAsync().ConfigureAwait(false);
        return true;
    }
}
