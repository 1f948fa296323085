namespace EventGen;

/// <summary>Takes an event, runs it to its end, and takes the next, until the queue is closed.</summary>
internal sealed class Worker(EventBus bus, EventQueue queue)
{
    // How long a spinning worker looks for an event before it sleeps: some microseconds, once for each time the queue runs dry.
    private const int SpinRounds = 40;
    private const int SpinsPerRound = 10;

    private readonly WorkerParking _parking = queue.Parking;
    private readonly WorkerSignal _signal = new();

    // Written by the worker alone.
    private volatile bool _isRunning;

    /// <summary>True while it runs an event.</summary>
    public bool IsRunning => _isRunning;

    public async Task WorkAsync()
    {
        Ambient.Set(AmbientState.Empty with { Bus = bus, Worker = bus });
        var clean = ExecutionContext.Capture()!;
        bool isSpinning = false;
        ulong finished = 0;
        while (!queue.IsClosed)
        {
            if (RunUntilSuspended(finished, clean, ref isSpinning, out var suspended, out var running))
            {
                await FinishAsync(suspended, running).ConfigureAwait(false);
                finished = running.Partition;
                continue;
            }

            finished = 0;
            isSpinning = isSpinning || _parking.TryBeginSpinning();
            if (isSpinning && Spin()) continue;
            if (isSpinning) _parking.EndSpinning();
            ExecutionContext.Restore(clean);   // a sleeper keeps nothing of the last event alive
            isSpinning = await SleepAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Runs events until one suspends or there is none. Apart, so that events which run through cost no state machine.</summary>
    /// <returns>True when <paramref name="running"/> has suspended, false when there is no event.</returns>
    private bool RunUntilSuspended(
        ulong finished, ExecutionContext clean, ref bool isSpinning, out ValueTask suspended, out QueuedEvent running)
    {
        while (!queue.IsClosed && queue.TryTake(finished, out running))
        {
            _isRunning = true;
            if (isSpinning)
            {
                isSpinning = false;
                EndSpinningAndWakeNext();
            }

            // What the last event's handlers left ends here: async locals, culture and principal; and a synchronization context, for
            // which the awaits of this event's handlers would wait.
            ExecutionContext.Restore(clean);
            if (SynchronizationContext.Current is not null) SynchronizationContext.SetSynchronizationContext(null);
            try
            {
                suspended = running.Topic.RunAsync(running);
                if (!suspended.IsCompletedSuccessfully) return true;
            }
            catch (Exception exception)
            {
                bus.Logger.WorkerFailed(exception, running.Topic.Descriptor.Id);
            }

            finished = running.Partition;
            _isRunning = false;
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

        _isRunning = false;

        // This may be the thread that completed the handler's task, inside its SetResult: it is not ours to work on.
        _signal.Reset();
        _signal.Set();
        await _signal.WaitAsync().ConfigureAwait(false);
    }

    private void EndSpinningAndWakeNext()
    {
        _parking.EndSpinning();
        if (queue.HasWork) _parking.Wake();
    }

    private bool Spin()
    {
        for (int i = 0; i < SpinRounds; i++)
        {
            // First: an emitter at full speed is left to build up a few events, instead of one after the other being taken
            // from under its hands.
            Thread.SpinWait(SpinsPerRound);
            if (queue.HasWork || queue.IsClosed) return true;
        }

        return false;
    }

    /// <summary>Sleeps until there may be an event.</summary>
    /// <returns>True when the worker is the spinning worker now.</returns>
    private async ValueTask<bool> SleepAsync()
    {
        _parking.Park(_signal);

        // There may be more than this worker takes, and their emitters may have relied on it: so as the spinning worker, if there is none.
        if ((queue.HasWork || queue.IsClosed) && _parking.TryUnpark(_signal)) return _parking.TryBeginSpinning();
        queue.EndDrainIfIdle();
        bus.Observer?.WorkEnded();
        await _signal.WaitAsync().ConfigureAwait(false);
        return true;
    }
}
