namespace EventGen;

// What a stop does, in order.
public sealed partial class EventBus
{
    // What a step leaves of the time for those after it.
    private static readonly TimeSpan s_reserve = TimeSpan.FromMilliseconds(500);

    private static readonly DrainReport s_nothingUndelivered = new() { Undelivered = new Dictionary<string, int>(), Retrying = new Dictionary<string, int>(), Running = 0, Stuck = [] };

    // What is known so far, for a stop whose own thread is blocked.
    private volatile DrainReport? _report;

    // Interlocked only: 1 once the bus is no longer counted among those that are open.
    private int _isForgotten;

    private async Task<DrainReport> StopInTimeAsync()
    {
        var steps = new StopSteps();
        if (_drainTimeout != Timeout.InfiniteTimeSpan) steps.EndWithin(_drainTimeout + s_closing);
        using var ended = _drainEnd.Token.UnsafeRegister(_ => steps.EndWithin(s_closing), null);
        var draining = Task.Run(() => DrainAsync(steps));
        if (await steps.WaitToTheEndAsync(draining).ConfigureAwait(false)) return await draining.ConfigureAwait(false);

        ForgetOnce();
        var report = _report ?? WhatRuns();
        return report with { Unfinished = [.. steps.Unfinished, "what the stop itself calls: the log, the time provider, a listener of telemetry, or a thread pool whose threads are all blocked"] };
    }

    private async Task<DrainReport> DrainAsync(StopSteps steps)
    {
        // Asked first, so that what comes in from outside ends before the queue refuses it.
        var receivingEnded = await StopReceivingAsync(steps).ConfigureAwait(false);

        // Then the queue: an emit that passed the topic's check still meets a queue that refuses it.
        InFlight.BeginDrain();
        Need(DispatchFlags.Stopped, needed: true);
        _stopped = true;

        if (_started) await WaitOrGiveUpAsync(Task.WhenAll(receivingEnded, InFlight.Drained), _drainTimeout, _drainEnd.Token).ConfigureAwait(false);

        _closed = true;
        bool isDrained = InFlight.Drained.IsCompleted;
        steps.EndWithin(!isDrained ? s_closing : _drainTimeout == Timeout.InfiniteTimeSpan ? s_closingWithoutLimit : Timeout.InfiniteTimeSpan);
        var undelivered = Queue.Close();
        IAcknowledgement[] received = [.. undelivered.Select(static queued => queued.Owner.AcknowledgementOf(queued)).OfType<IAcknowledgement>()];
        if (received.Length > 0) _ = steps.Begin("giving received messages back", () => AbandonAsync(received));
        if (!isDrained)
        {
            _ = _receivingEnd.CancelAsync();
            _ = steps.Begin("what handlers have registered with their cancellation token", CancelHandlersAsync);
        }

        await WaitOrGiveUpAsync(Task.WhenAll(WorkEndedAsync(), Stuck.Ended), s_grace, CancellationToken.None).ConfigureAwait(false);
        List<FailedDelivery> retrying = [.. Retries.Close(), .. undelivered.Select(static queued => queued.Item).OfType<FailedDelivery>()];
        if (retrying.Count > 0) await steps.RunAsync("making dead letters of what waited for another attempt", () => GiveUpAsync(retrying), s_reserve).ConfigureAwait(false);
        var report = WhatRuns() with
        {
            Undelivered = CountById(undelivered.Where(static queued => queued.Part != QueuedPart.FailedDelivery).Select(static queued => queued.Owner.EventId)),
            Retrying = CountById(retrying.Select(static delivery => delivery.EventId)),
        };
        _report = report;

        // Before the publishers close: they acknowledge what has been dealt with, which dead letters are part of.
        await steps.RunAsync("the store of dead letters", () => DeadLetters.FlushAsync(s_grace), s_reserve).ConfigureAwait(false);
        await steps.RunAsync("ending streams", CompleteStreamsAsync, s_reserve).ConfigureAwait(false);
        await CloseAsync(steps).ConfigureAwait(false);
        _ = steps.Begin("the store of dead letters", () => DeadLetters.WritesEnded);
        await steps.WaitForAllAsync(s_grace).ConfigureAwait(false);
        ForgetOnce();
        _report = report = report with { Unfinished = steps.Unfinished };
        if (report.IsComplete) Logger.Stopped();
        else Logger.StoppedUndelivered(report.ToString());
        return report;
    }

    // Calls no code of others.
    private DrainReport WhatRuns() => s_nothingUndelivered with
    {
        Running = InFlight.Running,
        RunningHandlers = [.. InFlight.RunningTargets, .. _publishers.Values.Where(static slot => slot.IsPublishing).Select(static slot => $"publisher '{slot.Name}'").Order(StringComparer.Ordinal)],
        Stuck = Stuck.Overdue(),
    };

    private void ForgetOnce()
    {
        if (Interlocked.Exchange(ref _isForgotten, 1) != 0) return;
        AmbientBus.Closed(this);
        Telemetry.Closed(this);
    }

    // Synchronous, as what it calls: its step has a thread of its own.
    private static Task AbandonAsync(IAcknowledgement[] received)
    {
        foreach (var acknowledgement in received) acknowledgement.Abandon("The bus has stopped.");
        return Task.CompletedTask;
    }

    private static Task GiveUpAsync(List<FailedDelivery> retrying)
    {
        foreach (var delivery in retrying) delivery.GiveUp("the bus has stopped");
        return Task.CompletedTask;
    }

    private Task CompleteStreamsAsync()
    {
        foreach (var topic in Topics) topic.CompleteStreams();
        return Task.CompletedTask;
    }

    private async Task WorkEndedAsync()
    {
        await _workers.Ended.ConfigureAwait(false);
        await InFlight.DetachedEnded.ConfigureAwait(false);
    }

    private static Dictionary<string, int> CountById(IEnumerable<string> ids) =>
        ids.GroupBy(static id => id, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.Count(), StringComparer.Ordinal);

    private async Task CancelHandlersAsync()
    {
        try
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException exception)
        {
            // What handlers have registered with their token.
            Logger.CancellationCallbackFailed(exception);
        }
    }

    private async Task WaitOrGiveUpAsync(Task awaited, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // On the bus's clock, and in real time: that clock may stand still.
            if (Time != TimeProvider.System && limit != Timeout.InfiniteTimeSpan) giveUp.CancelAfter(limit);
            await awaited.WaitAsync(limit, Time, giveUp.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // Given up: the report says what is undelivered.
        }
        catch (Exception exception)
        {
            // The bus's clock has no timer for it.
            Logger.DrainClockFailed(exception);
            await awaited.WaitAsync(limit, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CloseAsync(StopSteps steps)
    {
        // At the same time: one that hangs takes no time from the others.
        await steps.WaitAsync(Task.WhenAll([.. _publishers.Values.Select(publisher => steps.Begin($"closing publisher '{publisher.Name}'", () => CloseAsync(publisher)))]), s_reserve).ConfigureAwait(false);
        await steps.RunAsync("closing the store of dead letters", () => DeadLetters.CloseAsync(s_grace), s_reserve).ConfigureAwait(false);
        await steps.RunAsync("disposing handlers", async () => await Instances.DisposeAsync(Logger.HandlerDisposeFailed).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task CloseAsync(PublisherSlot publisher)
    {
        try
        {
            await publisher.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Logger.PublisherCloseFailed(exception, publisher.Name);
        }
    }
}
