using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>Takes an event, runs it to its end, and takes the next, until the queue is closed.</summary>
internal sealed class Worker
{
    private readonly EventQueue _queue;
    private readonly InFlightTracker _inFlight;
    private readonly ILogger _logger;
    private readonly WorkerParking _parking;
    private readonly WorkerRuns _runs;
    private readonly WorkerSignal _signal;

    public Worker(EventQueue queue, InFlightTracker inFlight, ILogger logger)
    {
        (_queue, _inFlight, _logger) = (queue, inFlight, logger);
        _parking = queue.Parking;
        _runs = queue.AddWorker();
        _signal = new WorkerSignal(WorkAsync);
    }

    /// <inheritdoc cref="WorkerSignal.Ended"/>
    public Task Ended => _signal.Ended;

    /// <summary>Sleeps until the first event that nobody else takes.</summary>
    public void Park() => _parking.Park(_signal);

    private async Task WorkAsync()
    {
        _runs.Start();
        bool isSpinning = true;   // whoever woke it has made it the one that spins
        ulong finished = 0;
        while (!_queue.IsClosed)
        {
            try
            {
                // Nothing fails before the partition of the last event has been left.
                ulong leaving = finished;
                finished = 0;
                if (RunUntilSuspended(leaving, ref isSpinning, out var suspended, out var running))
                {
                    finished = running.Partition;
                    await FinishAsync(suspended, running).ConfigureAwait(false);
                    continue;
                }

                isSpinning = isSpinning || _parking.TryBeginSpinning();
                if (isSpinning && Spin()) continue;
                if (isSpinning) _parking.EndSpinning();
                isSpinning = false;
                _runs.Rest();

                // A worker that holds a key others wait for may have lost its core: until it goes on, they fill the queue.
                if (_queue.WaitingForKey > 0) Thread.Yield();
                isSpinning = await SleepAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // What the worker has is kept: the role of the one that spins, and the partition of its last event.
                _queue.NoteFault(exception);
                Thread.Yield();
            }
        }
    }

    /// <summary>Runs events until one suspends or there is none. Apart, so that events which run through cost no state machine.</summary>
    /// <returns>True when <paramref name="running"/> has suspended, false when there is no event.</returns>
    private bool RunUntilSuspended(ulong finished, ref bool isSpinning, out ValueTask suspended, out QueuedEvent running)
    {
        suspended = default;
        while (!_queue.IsClosed && _queue.TryTake(finished, out running))
        {
            try
            {
                _runs.Begin(running);   // what the last event's handlers left on the thread ends here
                if (isSpinning)
                {
                    isSpinning = false;
                    EndSpinningAndWakeNext();
                }

                if (!running.Owner.Run(running, ref suspended)) return true;
            }
            catch (Exception exception)
            {
                _logger.WorkerFailed(exception, running.Owner.EventId);
            }

            finished = running.Partition;
            _runs.End();
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
            _logger.WorkerFailed(exception, running.Owner.EventId);
        }

        _runs.End();

        // This may be the thread that completed the handler's task, inside its SetResult: it is not ours to work on.
        _signal.Reset();
        _signal.Set();
        await _signal.WaitAsync().ConfigureAwait(false);
    }

    private void EndSpinningAndWakeNext()
    {
        _parking.EndSpinning();
        if (_queue.HasWork) _parking.Wake();
    }

    private bool Spin()
    {
        bool found = false;
        for (int i = _parking.Spins.Next(); i > 0 && !found; i--)
        {
            // First: an emitter at full speed is left to build up a few events, instead of one after the other being taken
            // from under its hands.
            SpinBudget.SpinOneRound();
            found = _queue.HasNext || _queue.IsClosed;
        }

        _parking.Spins.Note(found);
        return found;
    }

    /// <summary>Sleeps until there may be an event.</summary>
    /// <returns>True when the worker spins now.</returns>
    private async ValueTask<bool> SleepAsync()
    {
        _parking.Park(_signal);

        // There may be more events than this worker takes, and their emitters may have relied on it, so it spins if no other worker does.
        if ((_queue.HasWork || _queue.IsClosed) && _parking.TryUnpark(_signal))
        {
            if (!_queue.HasNext) Thread.Yield();   // its emitter has yet to write it, and may wait for this core
            return _parking.TryBeginSpinning();
        }

        try
        {
            _queue.AdmitIfNobodyFreesCapacity();
            _inFlight.NoteWorkEnded();
        }
        catch (Exception exception)
        {
            _queue.NoteFault(exception);   // it is parked, and sleeps all the same
        }

        await _signal.WaitAsync().ConfigureAwait(false);
        return true;
    }
}
