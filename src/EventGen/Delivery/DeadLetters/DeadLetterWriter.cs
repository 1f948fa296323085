using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>Hands dead letters to the store of one bus, in order, and tells of those that it does not take. Thread safe.</summary>
/// <remarks>
/// A store of the application may block the thread that calls it. So one thread of the pool calls it, while there are dead letters;
/// workers and emitters go on. The calls are made one after the other, the tasks that they return are not waited for.
/// </remarks>
/// <param name="bus">Carried along by the ambient state of the store's calls.</param>
/// <param name="store">The store.</param>
/// <param name="losses">Counts what is lost.</param>
/// <param name="time">Times the calls.</param>
/// <param name="logger">Told of what is lost.</param>
/// <param name="observer">Told when a write begins and ends; <see langword="null"/> for nobody.</param>
/// <param name="deliveries">How many dead letters of deliveries may wait for the store.</param>
/// <param name="messages">How many of rejected messages.</param>
internal sealed class DeadLetterWriter(object bus, IDeadLetterStore store, DeadLetterLosses losses, TimeProvider time, ILogger logger, IWorkObserver? observer, int deliveries, int messages) : IThreadPoolWorkItem
{
    // How long a store may take for a dead letter.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private static readonly Task<bool> s_kept = Task.FromResult(true);
    private static readonly Task<bool> s_notKept = Task.FromResult(false);

    // What a store that may block makes necessary; made when it is first needed.
    private Writes? _writes;

    // Messages apart, so that whoever sends bad ones takes no place from handlers and publishers.
    private readonly DeadLetterPlaces _deliveries = new(deliveries);
    private readonly DeadLetterPlaces _messages = new(messages);

    // By publisher: whoever sends bad input does not decide how long the log gets.
    private readonly LogThrottle _lostMessages = new();
    private readonly LogThrottle _redelivered = new();

    // Cancelled when the bus waits no longer, and replaced for what comes later. No store ever sees it.
    private volatile CancellationTokenSource _givingUp = new();

    // Interlocked only. 1 while a thread calls the store, or is about to.
    private int _isCalling;

    /// <summary>What is lost.</summary>
    public DeadLetterLosses Losses => losses;

    /// <summary>True while it is not known of a dead letter whether the store has it.</summary>
    public bool HasOutcomes => _writes is { HasOutcomes: true };

    /// <summary>True while there is a call that has not ended.</summary>
    public bool HasCalls => _writes is { HasCalls: true };

    /// <summary>Completes when the store has ended every call that was made, or was to be made, until now.</summary>
    public Task CallsEnded => Task.WhenAll(Pending.Open.Keys.Select(static write => write.Task)).ContinueWith(static _ => { }, TaskScheduler.Default);

    private Writes Pending => LazyInitializer.EnsureInitialized(ref _writes, static () => new Writes());

    /// <summary>Has the store keep a dead letter. Never throws, and never blocks.</summary>
    /// <param name="deadLetter">The dead letter.</param>
    /// <param name="eventId">The event that telemetry counts it under; empty for none that the bus has.</param>
    /// <param name="redeliveredBy">The publisher that delivers its message again if the store does not take it, so that nothing is lost; <see langword="null"/> for none.</param>
    /// <returns>Whether the store has it. If not, it is logged, and counted as lost if it is.</returns>
    public Task<bool> KeepAsync(DeadLetter deadLetter, string eventId, string? redeliveredBy)
    {
        Telemetry.CountDeadLetter(eventId, deadLetter.Target, deadLetter.Kind != DeadLetterKind.Handler, deadLetter.ErrorType);
        if (store is MemoryDeadLetterStore memory)
        {
            memory.Add(deadLetter);   // blocks nobody
            return s_kept;
        }

        var places = PlacesOf(deadLetter);
        if (!places.TryTake())
        {
            Leave(deadLetter, redeliveredBy, new InvalidOperationException($"The store has not taken the {places.Number} dead letters before it."));
            return s_notKept;
        }

        var outcome = OutcomeAsync(new PendingDeadLetter(deadLetter), places, redeliveredBy);
        if (outcome.IsCompleted) return outcome;
        var outcomes = Pending.Outcomes;
        outcomes.TryAdd(outcome, true);
        outcome.ContinueWith(known => outcomes.TryRemove(known, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return outcome;
    }

    /// <summary>Waits for the store to have what it was given; what it has not taken by then is given up.</summary>
    public async Task FlushAsync(TimeSpan patience)
    {
        Task[] outcomes = [.. Pending.Outcomes.Keys];
        try
        {
            // On the bus's clock, and in real time: that clock may stand still.
            using var giveUp = new CancellationTokenSource(patience, TimeProvider.System);
            await Task.WhenAll(outcomes).WaitAsync(patience, time, giveUp.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            var givingUp = _givingUp;
            _givingUp = new CancellationTokenSource();
            await givingUp.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(outcomes).ConfigureAwait(false);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        var waiting = Pending.Waiting;
        do
        {
            while (waiting.TryDequeue(out var write)) Call(write);
            Interlocked.Exchange(ref _isCalling, 0);
        }
        while (!waiting.IsEmpty && Interlocked.Exchange(ref _isCalling, 1) == 0);
    }

    private async Task<bool> OutcomeAsync(PendingDeadLetter write, DeadLetterPlaces places, string? redeliveredBy)
    {
        observer?.Began();
        try
        {
            Pending.Open.TryAdd(write, true);
            Pending.Waiting.Enqueue(write);
            if (Interlocked.Exchange(ref _isCalling, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            await write.Task.WaitAsync(s_patience, time, _givingUp.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
        {
            Leave(write.DeadLetter, redeliveredBy, exception);
            return false;
        }
        finally
        {
            if (write.Leave()) places.Release();   // else when it leaves the queue, which a blocked store does not let grow
            observer?.Ended();
        }
    }

    private void Call(PendingDeadLetter write)
    {
        if (!write.TryCall())
        {
            PlacesOf(write.DeadLetter).Release();
            End(write);
        }
        else if (write.Context is { } context)
        {
            ExecutionContext.Run(
                context,
                static state =>
                {
                    var (writer, write) = ((DeadLetterWriter, PendingDeadLetter))state!;
                    _ = writer.CallAsync(write);
                },
                (this, write));
        }
        else
        {
            _ = CallAsync(write);
        }
    }

    private async Task CallAsync(PendingDeadLetter write)
    {
        try
        {
            // Also where a synchronous handler failed, whose bus does not flow with the context. And no longer as part of the event that
            // failed: no drain waits for the call, so what it emits during one could come after the drain's end.
            Ambient.Set(Ambient.Current.BesideWorkers(bus));
            await store.AddAsync(write.DeadLetter, CancellationToken.None).ConfigureAwait(false);
            End(write);
        }
        catch (Exception exception)
        {
            Pending.Open.TryRemove(write, out _);
            write.TrySetException(exception);
            _ = write.Task.Exception;   // observed, also when it has been given up
        }
    }

    private void End(PendingDeadLetter write)
    {
        Pending.Open.TryRemove(write, out _);
        write.TrySetResult();
    }

    // The store does not have it.
    private void Leave(DeadLetter deadLetter, string? redeliveredBy, Exception exception)
    {
        if (redeliveredBy is not null)
        {
            if (_redelivered.IsDue(redeliveredBy) is { } redelivered) logger.DeadLettersNotStored(exception, redeliveredBy, redelivered);
            return;
        }

        losses.Add();
        if (deadLetter is DeadLetter.Delivery) logger.DeadLetterLost(exception, deadLetter.Target, deadLetter.EventId, deadLetter.EmissionId);
        else if (_lostMessages.IsDue(deadLetter.Target) is { } times) logger.RejectedMessagesLost(exception, deadLetter.Target, times);
    }

    private DeadLetterPlaces PlacesOf(DeadLetter deadLetter) => deadLetter is DeadLetter.RejectedMessage ? _messages : _deliveries;

    /// <summary>The writes whose end is not known. Thread safe.</summary>
    private sealed class Writes
    {
        public ConcurrentQueue<PendingDeadLetter> Waiting { get; } = new();

        /// <summary>Those that wait, and those whose call has not ended. A set, in want of a concurrent one.</summary>
        public ConcurrentDictionary<PendingDeadLetter, bool> Open { get; } = new();

        /// <summary>Outcomes that are not known yet, another set.</summary>
        public ConcurrentDictionary<Task, bool> Outcomes { get; } = new();

        // Asked here: who asks for the sets themselves has their types loaded, also where there are no writes.
        public bool HasOutcomes => !Outcomes.IsEmpty;

        public bool HasCalls => !Open.IsEmpty;
    }
}
