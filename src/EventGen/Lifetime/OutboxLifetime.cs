using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>Starts, stops and closes the outbox of one bus, if it has one. Thread safe.</summary>
internal sealed class OutboxLifetime(IOutboxEngine? engine, EventOutbox outbox, ILogger logger)
{
    // One start at a time; null where there is no outbox. Never disposed: nothing asks for its wait handle.
    private readonly SemaphoreSlim? _starting = engine is null ? null : new SemaphoreSlim(1, 1);

    // True once it has been started, or is being. Written by whoever holds _starting.
    private volatile bool _isStarted;

    // Set once, by the stop.
    private volatile bool _hasStopped;

    public bool IsThere => engine is not null;

    /// <summary>How it fares; healthy where there is none.</summary>
    public OutboxHealth Health => engine?.Health ?? OutboxHealth.Healthy;

    /// <summary>Opens the store; starting again does nothing. When it returns, the store is open.</summary>
    /// <remarks>Who calls it while another call opens the store waits for that one, and opens the store itself if that one fails.</remarks>
    /// <exception cref="InvalidOperationException">The store cannot be used as it is.</exception>
    public async Task StartAsync(OutboxHost host, CancellationToken cancellationToken)
    {
        if (engine is null) return;
        await _starting!.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isStarted || _hasStopped) return;
            _isStarted = true;
            await engine.StartAsync(host, cancellationToken).ConfigureAwait(false);
            outbox.IsStarted = true;
        }
        catch
        {
            _isStarted = false;
            throw;
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Nothing more is taken out of it.</summary>
    public void StopClaiming()
    {
        if (_isStarted) engine?.StopClaiming();
    }

    /// <summary>Leaves in it what has not been delivered. Never throws.</summary>
    /// <returns>How many events that are, by event id.</returns>
    public async Task<IReadOnlyDictionary<string, int>> StopAsync()
    {
        _hasStopped = true;
        try
        {
            if (engine is not null && _isStarted) return await engine.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            logger.OutboxStopFailed(exception);
        }

        return new Dictionary<string, int>();
    }

    /// <summary>What is in it after the stop, in words; <see langword="null"/> for nothing.</summary>
    /// <param name="kept">What <see cref="StopAsync"/> returned.</param>
    public string? Left(IReadOnlyDictionary<string, int> kept) => engine is null ? null : Left(engine, kept);

    private static string? Left(IOutboxEngine engine, IReadOnlyDictionary<string, int> kept)
    {
        if (engine.Left is not { } left) return kept.Count == 0 ? "what the outbox may still hold stays there" : Words(kept.Values.Sum());
        return left.Pending + left.Scheduled is > 0 and var count ? Words(count) : null;

        static string Words(long count) => count == 1 ? "1 durable event stays in the outbox" : FormattableString.Invariant($"{count} durable events stay in the outbox");
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
