using System.Runtime.CompilerServices;
using EventGen.CompilerServices;
using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>What the stop of one bus does, in order. Runs once.</summary>
internal sealed class BusDrain
{
    // How long handlers whose token has been cancelled may take to notice, and a store to have what it was given.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    // How long everything takes together that follows a drain which was given up.
    private static readonly TimeSpan s_closing = TimeSpan.FromSeconds(4);

    // The same after a drain without a limit that has ended.
    private static readonly TimeSpan s_closingWithoutLimit = TimeSpan.FromSeconds(30);

    // What a step leaves of the time for those after it.
    private static readonly TimeSpan s_reserve = TimeSpan.FromMilliseconds(500);

    private static readonly Task<Task> s_receivesNothing = Task.FromResult(Task.CompletedTask);

    // Its token is the bus's own: what others register may block.
    private readonly CancellationTokenSource _giveUp = new();

    private readonly StopSteps _steps = new(TimeProvider.System);
    private readonly object _closing = new();

    // Under _closing: what no worker has taken, once the queue has been closed.
    private IReadOnlyList<QueuedEvent>? _undelivered;

    // What is known so far, for a stop whose own thread is blocked.
    private volatile DrainReport? _report;

    // Interlocked only: 1 once the bus is no longer counted among those that are open.
    private int _isForgotten;

    /// <summary>The report of a bus that has nothing to drain.</summary>
    public static DrainReport Nothing { get; } = new() { Undelivered = new Dictionary<string, int>(), Retrying = new Dictionary<string, int>(), Running = 0, Stuck = [] };

    public required EventQueue Queue { get; init; }

    public required InFlightTracker InFlight { get; init; }

    public required WorkerPool Workers { get; init; }

    public required RetrySchedule Retries { get; init; }

    public required StuckHandlers Stuck { get; init; }

    public required DeadLetters DeadLetters { get; init; }

    public required PublisherSet Publishers { get; init; }

    public required OutboxLifetime Outbox { get; init; }

    public required TransportSet Transports { get; init; }

    public required TopicMap Topics { get; init; }

    public required HandlerInstances Instances { get; init; }

    /// <summary>Waits on the bus's clock.</summary>
    public required DrainClock Clock { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>Told of what is lost because nobody started the bus, which an application without a log has to hear of too.</summary>
    public required ILogger UnstartedLogger { get; init; }

    /// <summary>How long accepted events are waited for; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</summary>
    public required TimeSpan Limit { get; init; }

    /// <summary>The source of the token that handlers get.</summary>
    public required CancellationTokenSource Stopping { get; init; }

    /// <summary>The bus counts no longer among those that are open. Called once.</summary>
    public required Action Forget { get; init; }

    /// <summary>Ends the drain early. Blocks nobody.</summary>
    public void GiveUp()
    {
        _steps.EndWithin(s_closing);
        _ = _giveUp.CancelAsync();   // elsewhere, for the drain goes on there
    }

    /// <summary>Begins the stop of the bus, on threads of its own: those of the pool may all be blocked.</summary>
    /// <param name="isStarted">False where no worker runs, so that nobody drains it.</param>
    /// <returns>Completes in time, whatever blocks.</returns>
    public Task<DrainReport> Start(bool isStarted)
    {
        var outcome = new TaskCompletionSource<DrainReport>();
        StopThread.Start("EventGen stop", () => Watch(StopThread.Run("EventGen drain", () => DrainAsync(_steps, isStarted)), outcome));
        return outcome.Task;
    }

    private void Watch(Task<DrainReport> draining, TaskCompletionSource<DrainReport> outcome)
    {
        if (Limit != Timeout.InfiniteTimeSpan) _steps.EndWithin(Limit + s_closing);
        Action complete = _steps.WaitToTheEnd(draining)
            ? draining.IsFaulted ? () => outcome.TrySetException(draining.Exception.InnerExceptions) : () => outcome.TrySetResult(draining.Result)
            : Interrupt(outcome);
        StopThread.RunOnPoolOrHere(complete);
    }

    // The drain is blocked, or has no thread: what has to hold after a stop is brought about here. Calls no code of others.
    private Action Interrupt(TaskCompletionSource<DrainReport> outcome)
    {
        InFlight.BeginDrain();
        Topics.Need(DispatchFlags.Stopped, needed: true);
        var undelivered = CloseQueue();
        ForgetOnce();
        var report = _report ?? WhatRuns() with { Undelivered = CountUndelivered(undelivered) };
        report = report with { Unfinished = [.. _steps.Unfinished, "what the stop itself calls: the log, the time provider, a listener of telemetry, or a thread pool whose threads are all blocked"] };
        return () => outcome.TrySetResult(report);
    }

    // By the drain or, where that is late, by the thread that watches it: both get the same.
    private IReadOnlyList<QueuedEvent> CloseQueue()
    {
        lock (_closing) return _undelivered ??= Queue.Close();
    }

    // A step that has nothing to do is left out: each has a thread, and most buses that live for a moment need none.
    [AsyncMethodBuilder(typeof(ColdMethodBuilder<>))]
    private async Task<DrainReport> DrainAsync(StopSteps steps, bool isStarted)
    {
        Outbox.StopClaiming();

        // Asked first, so that what comes in from outside ends before the queue refuses it.
        var stopReceiving = StopReceivingAsync(steps);
        await stopReceiving.ColdAwait();
        var receivingEnded = stopReceiving.Result;

        // Then the queue: an emit that passed the topic's check still meets a queue that refuses it.
        InFlight.BeginDrain();
        Topics.Need(DispatchFlags.Stopped, needed: true);

        var handled = receivingEnded.IsCompletedSuccessfully ? InFlight.Drained : Task.WhenAll(receivingEnded, InFlight.Drained);
        if (isStarted) await Clock.WaitOrGiveUpAsync(handled, Limit, _giveUp.Token).ColdAwait();

        bool isDrained = InFlight.Drained.IsCompleted;
        steps.EndWithin(!isDrained ? s_closing : Limit == Timeout.InfiniteTimeSpan ? s_closingWithoutLimit : Timeout.InfiniteTimeSpan);
        var undelivered = CloseQueue();
        var received = ReceivedOf(undelivered);
        if (received.Count > 0) _ = steps.Begin("giving received messages back", () => AbandonAsync(received));
        if (!isDrained)
        {
            Transports.GiveUp();
            _ = steps.Begin("what handlers have registered with their cancellation token", CancelHandlersAsync);
        }

        var workEnded = WorkEndedAsync();
        await Clock.WaitOrGiveUpAsync(workEnded, s_grace, CancellationToken.None).ColdAwait();

        // The process may have stood still for all of it.
        await steps.WaitForAMomentAsync(workEnded).ColdAwait();
        List<FailedDelivery> retrying = new(Retries.Close());
        for (int i = 0; i < undelivered.Count; i++)   // an enumerator of values would be compiled when the process stops
        {
            if (undelivered[i].Item is FailedDelivery delivery) retrying.Add(delivery);
        }

        if (retrying.Count > 0) await steps.RunAsync("making dead letters of what waited for another attempt", () => GiveUpAsync(retrying), s_reserve).ColdAwait();
        var kept = Nothing.Kept;
        if (Outbox.IsThere) await steps.RunAsync("leaving durable events in the outbox", async () => kept = await Outbox.StopAsync().ConfigureAwait(false), s_reserve).ColdAwait();
        var report = WhatRuns() with
        {
            Kept = kept,
            Undelivered = CountUndelivered(undelivered),
            Retrying = retrying.Count == 0 ? Nothing.Retrying : CountById(retrying.ConvertAll(static delivery => delivery.EventId)),
        };
        _report = report;

        // Before the publishers close: they acknowledge what has been dealt with, which dead letters are part of.
        if (DeadLetters.AwaitsStore) await steps.RunAsync("the store of dead letters", () => DeadLetters.FlushAsync(s_grace), s_reserve).ColdAwait();
        if (Topics.HaveSubscribers) await steps.RunAsync("ending streams", CompleteStreamsAsync, s_reserve).ColdAwait();
        await CloseAsync(steps).ColdAwait();
        if (DeadLetters.CallsStore) _ = steps.Begin("the store of dead letters", () => DeadLetters.WritesEnded);
        await steps.WaitForAllAsync(s_grace).ColdAwait();
        ForgetOnce();
        _report = report = report with { Unfinished = steps.Unfinished };
        Tell(report, isStarted);
        return report;
    }

    private void Tell(DrainReport report, bool isStarted)
    {
        if (!isStarted && report.Undelivered.Count > 0) UnstartedLogger.StoppedUnstarted(report.ToString());
        else if (!report.IsComplete) Logger.StoppedUndelivered(report.ToString());
        else if (DeadLetters.InMemory is > 0 and var count) Logger.StoppedWithDeadLetters(count);
        else if (!isStarted) return;   // a start that failed has told why
        else if (Outbox.Left(report.Kept) is { } left) Logger.StoppedWithOutbox(left);
        else Logger.Stopped();
    }

    // Calls no code of others.
    private DrainReport WhatRuns()
    {
        List<string> running = new(InFlight.RunningTargets);
        running.AddRange(Publishers.Publishing);
        return Nothing with { Running = InFlight.Running, RunningHandlers = running, Stuck = Stuck.Overdue() };
    }

    private void ForgetOnce()
    {
        if (Interlocked.Exchange(ref _isForgotten, 1) == 0) Forget();
    }

    // Completes when every transport has been asked, or has taken too long to answer; the task inside, when all have ended receiving.
    private Task<Task> StopReceivingAsync(StopSteps steps) => Transports.Slots.Count == 0 ? s_receivesNothing : StopTransportsAsync(steps);

    private async Task<Task> StopTransportsAsync(StopSteps steps)
    {
        var asked = Transports.Slots.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        Task[] ended = [.. Transports.Slots.Select((slot, i) => steps.Begin($"publisher '{slot.Name}' to stop receiving", () => Transports.StopReceivingAsync(slot, asked[i])))];
        var longest = Limit != Timeout.InfiniteTimeSpan && Limit < s_grace ? Limit : s_grace;
        await Clock.WaitOrGiveUpAsync(Task.WhenAll(asked.Select(static one => one.Task)), longest, _giveUp.Token).ConfigureAwait(false);
        return Task.WhenAll(ended);
    }

    // Synchronous, as what it calls: its step has a thread of its own.
    private static Task AbandonAsync(List<IAcknowledgement> received)
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
        foreach (var topic in Topics.Made) topic.CompleteStreams();
        return Task.CompletedTask;
    }

    [AsyncMethodBuilder(typeof(ColdMethodBuilder))]
    private async Task WorkEndedAsync()
    {
        var stuck = Stuck.Ended;
        await Workers.Ended.ColdAwait();
        await InFlight.DetachedEnded.ColdAwait();
        await stuck.ColdAwait();
    }

    private static List<IAcknowledgement> ReceivedOf(IReadOnlyList<QueuedEvent> undelivered)
    {
        List<IAcknowledgement> received = [];
        for (int i = 0; i < undelivered.Count; i++)
        {
            var queued = undelivered[i];
            if (queued.Owner.AcknowledgementOf(queued) is { } acknowledgement) received.Add(acknowledgement);
        }

        return received;
    }

    private static IReadOnlyDictionary<string, int> CountUndelivered(IReadOnlyList<QueuedEvent> undelivered)
    {
        if (undelivered.Count == 0) return Nothing.Undelivered;
        List<string> ids = new(undelivered.Count);
        foreach (var queued in undelivered)
        {
            if (queued.Part is not (QueuedPart.FailedDelivery or QueuedPart.Durable)) ids.Add(queued.Owner.EventId);
        }

        return CountById(ids);
    }

    private static Dictionary<string, int> CountById(List<string> ids) =>
        ids.GroupBy(static id => id, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.Count(), StringComparer.Ordinal);

    private async Task CancelHandlersAsync()
    {
        try
        {
            await Stopping.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException exception)
        {
            // What handlers have registered with their token.
            Logger.CancellationCallbackFailed(exception);
        }
    }

    [AsyncMethodBuilder(typeof(ColdMethodBuilder))]
    private async Task CloseAsync(StopSteps steps)
    {
        if (Publishers.Slots.Count > 0) await steps.WaitAsync(ClosePublishersAsync(steps), s_reserve).ColdAwait();
        if (DeadLetters.AwaitsStore || DeadLetters.ClosesStore) await steps.RunAsync("closing the store of dead letters", () => DeadLetters.CloseAsync(s_grace), s_reserve).ColdAwait();
        if (Outbox.IsThere) await steps.RunAsync("closing the outbox", Outbox.CloseAsync, s_reserve).ColdAwait();
        if (Instances.OwnsAny) await steps.RunAsync("disposing handlers", async () => await Instances.DisposeAsync(Logger.HandlerDisposeFailed).ConfigureAwait(false)).ColdAwait();
    }

    // At the same time: one that hangs takes no time from the others.
    private Task ClosePublishersAsync(StopSteps steps) =>
        Task.WhenAll([.. Publishers.Slots.Select(publisher => steps.Begin($"closing publisher '{publisher.Name}'", () => CloseAsync(publisher)))]);

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
