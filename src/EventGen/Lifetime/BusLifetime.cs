namespace EventGen;

/// <summary>Starts one bus and stops it, each once. Thread safe.</summary>
/// <param name="workers">The workers.</param>
/// <param name="transports">The publishers that also receive.</param>
/// <param name="drain">What the stop does.</param>
/// <param name="stopping">Cancelled when the bus gives up draining.</param>
internal sealed class BusLifetime(WorkerPool workers, TransportSet transports, BusDrain drain, CancellationToken stopping)
{
    private readonly object _gate = new();

    // Written under _gate.
    private volatile bool _isStarted;
    private Task<DrainReport>? _stop;

    public bool IsStarted => _isStarted;

    /// <summary>True before the first start, unless the bus has stopped.</summary>
    public bool IsBeforeStart
    {
        get
        {
            lock (_gate) return !_isStarted && _stop is null;
        }
    }

    /// <summary>Starts the workers, then the transports; starting again does nothing.</summary>
    /// <returns>False when the bus has stopped.</returns>
    /// <param name="started">Called by the call that starts it, outside of the lock.</param>
    public bool TryStart(Action started)
    {
        lock (_gate)
        {
            if (_stop is not null) return false;
            if (_isStarted) return true;
            _isStarted = true;
            workers.Start();
            transports.Start(stopping);
        }

        started();
        return true;
    }

    /// <summary>Stops the bus; stopping again returns the same report.</summary>
    /// <param name="cancellationToken">Ends the drain early, whichever call began it.</param>
    public Task<DrainReport> StopAsync(CancellationToken cancellationToken)
    {
        Task<DrainReport> stop;
        lock (_gate) stop = _stop ??= drain.Start(_isStarted);
        return cancellationToken.CanBeCanceled ? WaitAsync(stop, cancellationToken) : stop;
    }

    private async Task<DrainReport> WaitAsync(Task<DrainReport> stop, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(static drain => ((BusDrain)drain!).GiveUp(), drain);
        return await stop.ConfigureAwait(false);
    }
}
