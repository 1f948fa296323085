using EventGen.CompilerServices;
using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>What the stop of one bus does, in order. Runs once, on a thread of its own that may block.</summary>
/// <param name="queue">The bus's queue.</param>
/// <param name="inFlight">Where its accepted work is.</param>
/// <param name="workers">Its workers.</param>
/// <param name="retries">What waits for another attempt.</param>
/// <param name="stuck">The handlers that run on after their time.</param>
/// <param name="deadLetters">Its dead letters.</param>
/// <param name="publishers">Its publishers.</param>
/// <param name="outbox">Its outbox.</param>
/// <param name="transports">Those of the publishers that receive.</param>
/// <param name="topics">Its topics.</param>
/// <param name="instances">Its handlers.</param>
/// <param name="cutOff">Counts what fails once the drain has been given up.</param>
/// <param name="clock">Waits on the bus's clock.</param>
/// <param name="logger">Told how it went.</param>
/// <param name="unstartedLogger">Told of what is lost because nobody started the bus, which an application without a log has to hear of too.</param>
/// <param name="limit">How long accepted events are waited for; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
/// <param name="stopping">The source of the token that handlers get.</param>
/// <param name="forget">The bus counts no longer among those that are open. Called once.</param>
internal sealed class BusDrain(
    EventQueue queue, InFlightTracker inFlight, WorkerPool workers, RetrySchedule retries, StuckHandlers stuck, DeadLetters deadLetters, PublisherSet publishers, OutboxLifetime outbox,
    TransportSet transports, TopicMap topics, HandlerInstances instances, CutOffDeliveries cutOff, DrainClock clock, ILogger logger, ILogger unstartedLogger, TimeSpan limit, CancellationTokenSource stopping, Action forget)
{
    // How long handlers whose token has been cancelled may take to notice, and a store to have what it was given.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    // How long everything takes together that follows a drain which was given up.
    private static readonly TimeSpan s_closing = TimeSpan.FromSeconds(4);

    // The same after a drain without a limit that has ended.
    private static readonly TimeSpan s_closingWithoutLimit = TimeSpan.FromSeconds(30);

    // What a step leaves of the time for those after it.
    private static readonly TimeSpan s_reserve = TimeSpan.FromMilliseconds(500);

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
        var drained = new TaskCompletionSource<DrainReport>();
        StopThread.Start("EventGen drain", () => Drain(isStarted, drained));
        StopThread.Start("EventGen stop", () => Watch(drained.Task, outcome));
        return outcome.Task;
    }

    private void Watch(Task<DrainReport> draining, TaskCompletionSource<DrainReport> outcome)
    {
        if (limit != Timeout.InfiniteTimeSpan) _steps.EndWithin(limit + s_closing);
        Action complete = _steps.WaitToTheEnd(draining)
            ? draining.IsFaulted ? () => outcome.TrySetException(draining.Exception.InnerExceptions) : () => outcome.TrySetResult(draining.Result)
            : Interrupt(outcome);
        StopThread.RunOnPoolOrHere(complete);
    }

    // The drain is blocked, or has no thread: what has to hold after a stop is brought about here. Calls no code of others.
    private Action Interrupt(TaskCompletionSource<DrainReport> outcome)
    {
        inFlight.BeginDrain();
        topics.Need(DispatchFlags.Stopped, needed: true);
        var undelivered = CloseQueue();
        ForgetOnce();
        var report = _report ?? WhatRuns() with { Undelivered = CountUndelivered(undelivered) };
        report = report with { Unfinished = [.. _steps.Unfinished, "what the stop itself calls: the log, the time provider, a listener of telemetry, or a thread pool whose threads are all blocked"] };
        return () => outcome.TrySetResult(report);
    }

    // By the drain or, where that is late, by the thread that watches it: both get the same.
    private IReadOnlyList<QueuedEvent> CloseQueue()
    {
        lock (_closing) return _undelivered ??= queue.Close();
    }

    private void Drain(bool isStarted, TaskCompletionSource<DrainReport> drained)
    {
        try
        {
            drained.SetResult(Drain(isStarted));
        }
        catch (Exception exception)
        {
            drained.SetException(exception);
        }
    }

    // A step that has nothing to do is left out: each has a thread, and most buses that live for a moment need none.
    private DrainReport Drain(bool isStarted)
    {
        outbox.StopClaiming();

        // Asked first, so that what comes in from outside ends before the queue refuses it.
        var receivingEnded = transports.Slots.Count == 0 ? Task.CompletedTask : StopReceiving();

        // Then the queue: an emit that passed the topic's check still meets a queue that refuses it.
        inFlight.BeginDrain();
        topics.Need(DispatchFlags.Stopped, needed: true);
        if (isStarted) clock.WaitOrGiveUp(receivingEnded.IsCompletedSuccessfully ? inFlight.Drained : Task.WhenAll(receivingEnded, inFlight.Drained), limit, _giveUp.Token);

        bool isDrained = inFlight.Drained.IsCompleted;
        _steps.EndWithin(!isDrained ? s_closing : limit == Timeout.InfiniteTimeSpan ? s_closingWithoutLimit : Timeout.InfiniteTimeSpan);
        if (!isDrained) cutOff.Begin();   // first: from here on handlers may emit no more
        var undelivered = CloseQueue();
        if (undelivered.Count > 0) GiveBack(undelivered);
        if (!isDrained) CancelWork();
        var workEnded = WorkEnded();
        clock.WaitOrGiveUp(workEnded, s_grace, CancellationToken.None);

        // The process may have stood still for all of it.
        _steps.WaitForAMoment(workEnded);
        var retrying = GiveRetriesUp(undelivered);
        var kept = outbox.IsThere ? LeaveInOutbox() : Nothing.Kept;
        var report = WhatRuns() with { Undelivered = CountUndelivered(undelivered), Retrying = retrying, Kept = kept };
        _report = report;

        // Before the publishers close: they acknowledge what has been dealt with, which dead letters are part of.
        if (deadLetters.AwaitsStore) _steps.Run("the store of dead letters", () => deadLetters.FlushAsync(s_grace), s_reserve);
        if (topics.HaveSubscribers) _steps.Run("ending streams", CompleteStreamsAsync, s_reserve);
        Close();
        if (deadLetters.CallsStore) _ = _steps.Begin("the store of dead letters", () => deadLetters.WritesEnded);
        _steps.WaitForAll(s_grace);
        ForgetOnce();
        _report = report = report with { Unfinished = _steps.Unfinished };
        Tell(report, isStarted);
        return report;
    }

    private void Tell(DrainReport report, bool isStarted)
    {
        if (!isStarted && report.Undelivered.Count > 0) unstartedLogger.StoppedUnstarted(report.ToString());
        else if (!report.IsComplete) logger.StoppedUndelivered(report.ToString());
        else if (deadLetters.InMemory is > 0 and var count) logger.StoppedWithDeadLetters(count);
        else if (!isStarted) return;   // a start that failed has told why
        else if (outbox.Left(report.Kept) is { } left) logger.StoppedWithOutbox(left);
        else logger.Stopped();
    }

    // Calls no code of others.
    private DrainReport WhatRuns()
    {
        List<string> running = new(inFlight.RunningTargets);
        running.AddRange(publishers.Publishing);
        return Nothing with { Running = inFlight.Running, RunningHandlers = running, Stuck = stuck.Overdue(), CutOff = cutOff.Counts };
    }

    private void ForgetOnce()
    {
        if (Interlocked.Exchange(ref _isForgotten, 1) == 0) forget();
    }

    // Returns when every transport has been asked, or has taken too long to answer; the task completes when all have ended receiving.
    private Task StopReceiving()
    {
        var asked = transports.Slots.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        Task[] ended = [.. transports.Slots.Select((slot, i) => _steps.Begin($"publisher '{slot.Name}' to stop receiving", () => transports.StopReceivingAsync(slot, asked[i])))];
        var longest = limit != Timeout.InfiniteTimeSpan && limit < s_grace ? limit : s_grace;
        clock.WaitOrGiveUp(Task.WhenAll(asked.Select(static one => one.Task)), longest, _giveUp.Token);
        return Task.WhenAll(ended);
    }

    private void GiveBack(IReadOnlyList<QueuedEvent> undelivered)
    {
        var received = ReceivedOf(undelivered);
        if (received.Count > 0) _ = _steps.Begin("giving received messages back", () => AbandonAsync(received));
    }

    private void CancelWork()
    {
        transports.GiveUp();
        _ = _steps.Begin("what handlers have registered with their cancellation token", CancelHandlersAsync);
    }

    // What waits for another attempt, and what was to come to a worker for one, becomes dead letters.
    private IReadOnlyDictionary<string, int> GiveRetriesUp(IReadOnlyList<QueuedEvent> undelivered)
    {
        var retrying = retries.Close();
        if (undelivered.Count > 0) retrying.AddRange(FailedOf(undelivered));
        if (retrying.Count == 0) return Nothing.Retrying;
        _steps.Run("making dead letters of what waited for another attempt", () => GiveUpAsync(retrying), s_reserve);
        return CountById(retrying.ConvertAll(static delivery => delivery.EventId));
    }

    private static IEnumerable<FailedDelivery> FailedOf(IReadOnlyList<QueuedEvent> undelivered) => undelivered.Select(static queued => queued.Item).OfType<FailedDelivery>();

    private IReadOnlyDictionary<string, int> LeaveInOutbox()
    {
        var kept = Nothing.Kept;
        _steps.Run("leaving durable events in the outbox", async () => kept = await outbox.StopAsync().ConfigureAwait(false), s_reserve);
        return kept;
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
        foreach (var topic in topics.Made) topic.CompleteStreams();
        return Task.CompletedTask;
    }

    // Completes when no worker runs, then nothing goes on without one, and what ran on after its time has ended.
    private Task WorkEnded()
    {
        var stuckEnded = stuck.Ended;
        var detachedEnded = workers.Ended.ContinueWith(_ => inFlight.DetachedEnded, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Unwrap();
        return Task.WhenAll(new[] { detachedEnded, stuckEnded });   // their span would be compiled at run time
    }

    private static List<IAcknowledgement> ReceivedOf(IReadOnlyList<QueuedEvent> undelivered)
    {
        List<IAcknowledgement> received = [];
        foreach (var queued in undelivered)
        {
            if (queued.Owner.AcknowledgementOf(queued) is { } acknowledgement) received.Add(acknowledgement);
        }

        return received;
    }

    private static IReadOnlyDictionary<string, int> CountUndelivered(IReadOnlyList<QueuedEvent> undelivered) => undelivered.Count == 0 ? Nothing.Undelivered : CountById(EventsOf(undelivered));

    private static List<string> EventsOf(IReadOnlyList<QueuedEvent> undelivered)
    {
        List<string> ids = new(undelivered.Count);
        foreach (var queued in undelivered)
        {
            if (queued.Part is not (QueuedPart.FailedDelivery or QueuedPart.Durable)) ids.Add(queued.Owner.EventId);
        }

        return ids;
    }

    private static Dictionary<string, int> CountById(List<string> ids) =>
        ids.GroupBy(static id => id, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.Count(), StringComparer.Ordinal);

    private async Task CancelHandlersAsync()
    {
        try
        {
            await stopping.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException exception)
        {
            // What handlers have registered with their token.
            logger.CancellationCallbackFailed(exception);
        }
    }

    private void Close()
    {
        if (publishers.Slots.Count > 0) _steps.Wait(ClosePublishersAsync(), s_reserve);
        if (deadLetters.AwaitsStore || deadLetters.ClosesStore) _steps.Run("closing the store of dead letters", () => deadLetters.CloseAsync(s_grace), s_reserve);
        if (outbox.IsThere) _steps.Run("closing the outbox", outbox.CloseAsync, s_reserve);
        if (instances.OwnsAny) _steps.Run("disposing handlers", async () => await instances.DisposeAsync(logger.HandlerDisposeFailed).ConfigureAwait(false));
    }

    // At the same time: one that hangs takes no time from the others.
    private Task ClosePublishersAsync() =>
        Task.WhenAll([.. publishers.Slots.Select(publisher => _steps.Begin($"closing publisher '{publisher.Name}'", () => CloseAsync(publisher)))]);

    private async Task CloseAsync(PublisherSlot publisher)
    {
        try
        {
            await publisher.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            logger.PublisherCloseFailed(exception, publisher.Name);
        }
    }
}
