namespace EventGen;

// Start and stop.
public sealed partial class EventBus
{
    // How long handlers whose token has been cancelled may take to notice, and a store to have what it was given.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    // How long everything takes together that follows a drain which was given up.
    private static readonly TimeSpan s_closing = TimeSpan.FromSeconds(4);

    // The same after a drain without a limit that has ended.
    private static readonly TimeSpan s_closingWithoutLimit = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _drainEnd = new();   // its token is the bus's own: what others register may block
    private readonly CancellationTokenSource _receivingEnd = new();
    private readonly TimeSpan _drainTimeout;
    private readonly WorkerPool _workers;
    private readonly object _lifetime = new();

    // Under _lifetime; IsStarted and IsStopped are also read outside of it.
    private volatile bool _started;
    private volatile bool _stopped;
    private volatile bool _closed;
    private Task<DrainReport>? _stop;

    /// <summary>Cancelled when the bus gives up draining; what handlers get as their token.</summary>
    internal CancellationToken Stopping { get; }

    internal bool IsStarted => _started;

    /// <summary>True once the bus no longer counts among those that running code could mean. Governed by <see cref="AmbientBus"/>.</summary>
    internal bool IsForgotten { get; set; }

    // Written when the bus is made. Null for the null bus.
    private OpenBus? _open;

    /// <summary>The bus is counted no longer, so it need not be noticed that it is gone.</summary>
    internal void ForgetOpen()
    {
        if (_open is { } open) GC.SuppressFinalize(open);
    }

    /// <summary>True once the stop has begun.</summary>
    internal bool IsStopped => _stopped;

    /// <summary>True once the drain has ended.</summary>
    internal bool IsClosed => _closed;

    /// <summary>True when the running code may emit no more: after the stop began, only handlers of accepted events may, until the drain ends.</summary>
    internal bool IsRefusing => _stopped && (_closed || !Queue.IsOnOwnWorker);

    /// <summary>
    /// Makes the handlers of which there is one instance for the bus, starts the workers, then the publishers that also receive.
    /// Before it, synchronous handlers run and the queue accepts up to its capacity. Starting again does nothing.
    /// </summary>
    /// <param name="cancellationToken">One that is already cancelled starts nothing.</param>
    /// <exception cref="InvalidOperationException">
    /// Events name publishers that the bus does not have, or handlers need services and the bus has no provider; the message lists
    /// them all. Or the constructors of handlers emit events in a circle; the message names it. Or the bus has stopped: it does not start again.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled(cancellationToken);
        string[] errors = [.. StartErrors()];
        if (errors.Length > 0) return Task.FromException(new InvalidOperationException($"The event bus cannot start. {string.Join(" ", errors)}"));
        MakeHandlers();
        if (Instances.Circle is { } circle) return Task.FromException(new InvalidOperationException($"The event bus cannot start. {circle.Message}", circle));
        return Launch() ? _transportsStarted.WaitAsync(cancellationToken) : Task.FromException(new InvalidOperationException("The event bus has stopped and does not start again; make a new one."));
    }

    /// <summary>
    /// Refuses new events, waits until those that were accepted have been handled, and closes the publishers. Stopping
    /// again returns the same report.
    /// </summary>
    /// <remarks>
    /// Until the drain ends, events that queued handlers emit are still accepted, for they belong to work that was
    /// accepted. After <see cref="EventBusOptions.DrainTimeout"/> or cancellation the handlers' tokens are cancelled, and
    /// what no worker has taken is logged and reported. The stop ends at most 5 seconds later, in real time, whatever a handler, a
    /// publisher or the clock does: the report names who has not ended. A bus that was never started has nobody to drain it. A queued
    /// handler that awaits the stop of its own bus is what the drain waits for: it should start the stop and return.
    /// </remarks>
    /// <param name="cancellationToken">Ends the drain early, whichever call began it.</param>
    /// <returns>What is left.</returns>
    public async Task<DrainReport> StopAsync(CancellationToken cancellationToken = default)
    {
        Task<DrainReport> stop;
        lock (_lifetime) stop = _stop ??= IsNull ? Task.FromResult(s_nothingUndelivered) : Task.Run(StopInTimeAsync, CancellationToken.None);

        // On another thread, for the drain goes on there.
        using var registration = cancellationToken.UnsafeRegister(static drainEnd => ((CancellationTokenSource)drainEnd!).CancelAsync(), _drainEnd);
        return await stop.ConfigureAwait(false);
    }

    /// <summary>Stops the bus.</summary>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    /// <summary>Stops the bus, blocking the thread until it has drained. Prefer <see cref="DisposeAsync"/>.</summary>
    public void Dispose() => StopAsync().GetAwaiter().GetResult();

    /// <summary>Starts the workers, whatever is amiss.</summary>
    /// <returns>False when the bus has stopped.</returns>
    internal bool Launch()
    {
        lock (_lifetime)
        {
            if (IsNull) return true;
            if (_stop is not null) return false;
            if (_started) return true;
            _started = true;
            _workers.Start();
            StartTransports();
        }

        Logger.Started(Descriptors.Count, _options.Workers, _options.QueueCapacity);
        return true;
    }

    /// <summary>Makes the handlers of which there is one instance for the bus, if it has not started.</summary>
    /// <remarks>
    /// On the starter's thread, before any worker runs, and outside of the lock: constructors are user code. They may emit, and then
    /// mean this bus, which the starter may not have put in force yet.
    /// </remarks>
    internal void MakeHandlers()
    {
        lock (_lifetime)
        {
            if (IsNull || _started || _stop is not null) return;
        }

        using (Ambient.Enter(Ambient.Current.WithBus(this))) Instances.MakeAll(_registry.HandlerClasses);
    }

    private IEnumerable<string> StartErrors()
    {
        foreach (var descriptor in Descriptors)
        {
            foreach (string publisher in descriptor.Publishers.Where(name => FindPublisher(name) is null))
                yield return $"Event '{descriptor.Id}' is published to '{publisher}', but no publisher has that name: add one with AddPublisher.";
        }

        if (Services is not null) yield break;
        string[] handlers = [.. HandlersThatNeedServices().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (handlers.Length > 0)
            yield return $"These handlers need services, but the bus has no provider: {string.Join(", ", handlers)}. Use services.AddEventGen() or builder.UseServices(provider).";
    }
}
