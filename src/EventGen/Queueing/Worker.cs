using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>Takes an event, runs it to its end, and takes the next, until the queue is closed.</summary>
/// <remarks>
/// A worker has a thread of the pool while it works, and none while it sleeps or waits for a handler: whoever wakes it, or completes the handler, has it go on on one. Until then nothing of it
/// runs, so what is the worker's own needs no lock. It is no asynchronous method: waiting takes no memory, and a process that runs for one event has less to compile.
/// </remarks>
internal sealed class Worker
{
    private readonly EventQueue _queue;
    private readonly InFlightTracker _inFlight;
    private readonly ILogger _logger;
    private readonly WorkerParking _parking;
    private readonly WorkerRuns _runs;
    private readonly WorkerSignal _signal;
    private readonly Action _goOn;

    // From here on, the worker's own.
    private bool _isStarted;
    private bool _isSpinning;

    // The partition of its last event, which is still taken; 0 for none.
    private ulong _finished;

    // An event whose handlers go on, and what they complete.
    private bool _isSuspended;
    private QueuedEvent _running;
    private ValueTask _suspended;

    public Worker(EventQueue queue, InFlightTracker inFlight, ILogger logger)
    {
        (_queue, _inFlight, _logger) = (queue, inFlight, logger);
        _parking = queue.Parking;
        _runs = queue.AddWorker();
        _signal = new WorkerSignal(Work);
        _goOn = _signal.Set;
    }

    /// <inheritdoc cref="WorkerSignal.Ended"/>
    public Task Ended => _signal.Ended;

    /// <summary>Sleeps until the first event that nobody else takes.</summary>
    public void Park() => _parking.Park(_signal);

    // Returns when the worker sleeps, waits or has ended. In the first two cases another thread may work for it already: nothing of it is touched after that.
    private void Work()
    {
        if (!_isSuspended) _isSpinning = true;   // whoever woke it has made it the one that spins
        while (true)
        {
            try
            {
                if (!_isStarted) Start();
                if (_isSuspended && !TryFinish()) return;
                if (_queue.IsClosed) break;
                if (RunUntilSuspended()) continue;

                _isSpinning = _isSpinning || _parking.TryBeginSpinning();
                if (_isSpinning && Spin()) continue;
                if (_isSpinning) _parking.EndSpinning();
                _isSpinning = false;
                _runs.Rest();

                // A worker that holds a key others wait for may have lost its core: until it goes on, they fill the queue.
                if (_queue.WaitingForKey > 0) Thread.Yield();
                if (TrySleep()) return;
            }
            catch (Exception exception)
            {
                // What the worker has is kept: the role of the one that spins, and the partition of its last event.
                _queue.NoteFault(exception);
                Thread.Yield();
            }
        }

        _signal.End();
    }

    private void Start()
    {
        _runs.Start();
        _isStarted = true;
    }

    /// <summary>Runs events until one suspends or there is none.</summary>
    /// <returns>True when one has suspended.</returns>
    private bool RunUntilSuspended()
    {
        // Nothing fails before the partition of the last event has been left.
        ulong finished = _finished;
        _finished = 0;
        while (!_queue.IsClosed && _queue.TryTake(finished, out var running))
        {
            ValueTask suspended = default;
            try
            {
                _runs.Begin(running);   // what the last event's handlers left on the thread ends here
                if (_isSpinning)
                {
                    _isSpinning = false;
                    EndSpinningAndWakeNext();
                }

                if (!running.Owner.Run(running, ref suspended))
                {
                    (_isSuspended, _running, _suspended) = (true, running, suspended);
                    return true;
                }
            }
            catch (Exception exception)
            {
                _logger.WorkerFailed(exception, running.Owner.EventId);
            }

            finished = running.Partition;
            _runs.End();
        }

        return false;
    }

    // False when it goes on: whoever completes it, inside its SetResult perhaps, has the worker go on elsewhere.
    private bool TryFinish()
    {
        if (!_suspended.IsCompleted)
        {
            _suspended.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_goOn);
            return false;
        }

        var (finished, running) = (_suspended, _running);
        (_isSuspended, _running, _suspended) = (false, default, default);
        try
        {
            finished.GetAwaiter().GetResult();
        }
        catch (Exception exception)
        {
            _logger.WorkerFailed(exception, running.Owner.EventId);
        }

        _finished = running.Partition;
        _runs.End();
        return true;
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

    // False when there may be an event.
    private bool TrySleep()
    {
        _parking.Park(_signal);

        // There may be more events than this worker takes, and their emitters may have relied on it, so it spins if no other worker does.
        if ((_queue.HasWork || _queue.IsClosed) && _parking.TryUnpark(_signal))
        {
            if (!_queue.HasNext) Thread.Yield();   // its emitter has yet to write it, and may wait for this core
            _isSpinning = _parking.TryBeginSpinning();
            return false;
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

        return true;
    }
}
