using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>Starts, stops and closes the outbox of one bus, if it has one. Thread safe.</summary>
internal sealed class OutboxLifetime(IOutboxEngine? engine, EventOutbox outbox, ILogger logger)
{
    // Interlocked only: 1 once it has been started, or is being.
    private int _isStarted;

    public bool IsThere => engine is not null;

    /// <summary>How it fares; healthy where there is none.</summary>
    public OutboxHealth Health => engine?.Health ?? OutboxHealth.Healthy;

    /// <summary>Opens the store; starting again does nothing.</summary>
    /// <exception cref="InvalidOperationException">The store cannot be used as it is.</exception>
    public async Task StartAsync(OutboxHost host, CancellationToken cancellationToken)
    {
        if (engine is null || Interlocked.Exchange(ref _isStarted, 1) != 0) return;
        try
        {
            await engine.StartAsync(host, cancellationToken).ConfigureAwait(false);
            outbox.IsStarted = true;
        }
        catch
        {
            Volatile.Write(ref _isStarted, 0);
            throw;
        }
    }

    /// <summary>Nothing more is taken out of it.</summary>
    public void StopClaiming()
    {
        if (Volatile.Read(ref _isStarted) != 0) engine?.StopClaiming();
    }

    /// <summary>Leaves in it what has not been delivered. Never throws.</summary>
    /// <returns>How many events that are, by event id.</returns>
    public async Task<IReadOnlyDictionary<string, int>> StopAsync()
    {
        try
        {
            if (engine is not null && Volatile.Read(ref _isStarted) != 0) return await engine.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            logger.OutboxStopFailed(exception);
        }

        return new Dictionary<string, int>();
    }

    /// <summary>Closes the store. Never throws.</summary>
    public async Task CloseAsync()
    {
        try
        {
            if (engine is not null) await engine.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            logger.OutboxStopFailed(exception);
        }
    }
}
