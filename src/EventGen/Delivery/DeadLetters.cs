using System.Collections.Concurrent;

namespace EventGen;

/// <summary>
/// The dead letters of one bus: what handlers and publishers could not deal with, and received messages that cannot be handled, kept
/// for a replay. Thread safe.
/// </summary>
public sealed class DeadLetters
{
    private const int PageSize = 100;

    // How long a store may take for a dead letter.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly EventBus _bus;
    private readonly IDeadLetterStore _store;
    private readonly bool _ownsStore;

    // Writes that a store has not finished. A set, in want of a concurrent one.
    private readonly ConcurrentDictionary<Task, bool> _writes = new();

    // Cancelled when the bus waits for writes no longer, and replaced for those that come later. No store ever sees it.
    private volatile CancellationTokenSource _givingUp = new();

    // By publisher: whoever sends bad input does not decide how long the log gets.
    private readonly LogThrottle _lostMessages = new();

    // Dead letters on their way through a replay, so that none goes twice at once.
    private readonly ConcurrentDictionary<Guid, bool> _replaying = new();
    private long _lost;

    // What the store told last.
    private long _lastCount;

    internal DeadLetters(EventBus bus, IDeadLetterStore store, bool ownsStore) => (_bus, _store, _ownsStore) = (bus, store, ownsStore);

    /// <summary>How many dead letters are kept.</summary>
    /// <remarks>Asks the store, and throws what it throws. <see cref="EventBus.GetHealth"/> gives the last number that it told.</remarks>
    public long Count => _store.Count;

    /// <summary>
    /// How many dead letters are gone that nobody discarded: older ones that made room in memory, and those that a store failed to take
    /// within 30 s, even where a broker delivers the message again.
    /// </summary>
    public long Lost => Volatile.Read(ref _lost) + (_store is MemoryDeadLetterStore memory ? memory.Overflowed : 0);

    /// <summary>A page of dead letters, the oldest first.</summary>
    /// <param name="filter">Which dead letters; all when left out.</param>
    /// <param name="skip">How many to pass over; not negative.</param>
    /// <param name="take">How many to return at most; at least 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="skip"/> or <paramref name="take"/> is too small.</exception>
    public ValueTask<IReadOnlyList<DeadLetter>> ListAsync(
        DeadLetterFilter? filter = null, int skip = 0, int take = PageSize, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        return _store.ListAsync(filter ?? DeadLetterFilter.All, skip, take, cancellationToken);
    }

    /// <summary>
    /// Has the dead letter's handler or publisher, and no other, attempt its event once more, on a worker. A message is received once more:
    /// if it can be handled now, it goes to all handlers, whose failures are dead letters of their own.
    /// </summary>
    /// <param name="id">The dead letter's <see cref="DeadLetter.Id"/>.</param>
    /// <param name="cancellationToken">Gives up waiting for the outcome.</param>
    /// <returns>True when it was handled: the dead letter is removed. False when it failed again: the dead letter is kept, with one more attempt.</returns>
    /// <exception cref="KeyNotFoundException">There is no such dead letter, or another replay has taken it.</exception>
    /// <exception cref="InvalidOperationException">
    /// The bus has no such event, handler or publisher any more, the payload cannot be read back, or the message was not kept; the dead letter is.
    /// </exception>
    /// <exception cref="EventBusStoppedException">The bus has stopped; the dead letter is kept.</exception>
    public async Task<bool> ReplayAsync(Guid id, CancellationToken cancellationToken = default)
    {
        if (!_replaying.TryAdd(id, true)) throw NotFound(id);
        try
        {
            var deadLetter = await _store.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw NotFound(id);
            var replay = deadLetter.Kind == DeadLetterKind.Message ? ReceiveAgainAsync(deadLetter) : AttemptAgainAsync(deadLetter);
            if (!await replay.WaitAsync(cancellationToken).ConfigureAwait(false)) return false;
            await _store.RemoveAsync(id, cancellationToken).ConfigureAwait(false);
            return true;
        }
        finally
        {
            _replaying.TryRemove(id, out _);
        }
    }

    /// <summary>Replays dead letters one after the other, the oldest first; those that come while it runs are left.</summary>
    /// <param name="filter">Which dead letters; all when left out.</param>
    /// <param name="cancellationToken">Ends it after the dead letter that is under way.</param>
    /// <exception cref="EventBusStoppedException">The bus has stopped; what had not been replayed is kept.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<ReplayReport> ReplayAllAsync(DeadLetterFilter? filter = null, CancellationToken cancellationToken = default)
    {
        int succeeded = 0, failed = 0;
        foreach (var id in await SelectAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (await ReplayAsync(id, cancellationToken).ConfigureAwait(false)) succeeded++;
                else failed++;
            }
            catch (Exception exception) when (exception is InvalidOperationException and not EventBusStoppedException)
            {
                _bus.Logger.ReplayImpossible(exception, id);
                failed++;
            }
            catch (KeyNotFoundException)
            {
                // Replayed or discarded by somebody else meanwhile.
            }
        }

        return new ReplayReport(succeeded, failed);
    }

    /// <summary>Removes a dead letter for good.</summary>
    /// <param name="id">The dead letter's <see cref="DeadLetter.Id"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when there is no such dead letter.</returns>
    public ValueTask<bool> DiscardAsync(Guid id, CancellationToken cancellationToken = default) => _store.RemoveAsync(id, cancellationToken);

    /// <summary>Removes dead letters for good; those that come while it runs are left.</summary>
    /// <param name="filter">Which dead letters.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many were removed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="filter"/> is <see langword="null"/>; use <see cref="DeadLetterFilter.All"/>.</exception>
    public async ValueTask<int> DiscardAsync(DeadLetterFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        int discarded = 0;
        foreach (var id in await SelectAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            if (await _store.RemoveAsync(id, cancellationToken).ConfigureAwait(false)) discarded++;
        }

        return discarded;
    }

    /// <summary>How many dead letters are kept. Never throws.</summary>
    /// <returns>Where the store throws: the number that it told last, and what it threw.</returns>
    internal (long Count, Exception? Failure) TryCount()
    {
        try
        {
            long count = _store.Count;
            Volatile.Write(ref _lastCount, count);
            return (count, null);
        }
        catch (Exception exception)
        {
            return (Volatile.Read(ref _lastCount), exception);
        }
    }

    /// <summary>Keeps a dead letter. Never throws; only those wait who have to know.</summary>
    /// <returns>Whether the store has it. If not, the dead letter is counted as lost, and logged.</returns>
    internal Task<bool> KeepAsync(DeadLetter deadLetter)
    {
        bool isMessage = deadLetter.Kind == DeadLetterKind.Message;
        Telemetry.CountDeadLetter(deadLetter.EventId, deadLetter.Handler, deadLetter.Kind != DeadLetterKind.Handler, isMessage ? "message_rejected" : deadLetter.ExceptionType);
        var write = WriteAsync(deadLetter);
        if (write.IsCompleted) return write;
        _writes.TryAdd(write, true);
        write.ContinueWith(written => _writes.TryRemove(written, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return write;
    }

    /// <summary>Waits for the store to have what it was given; what it has not taken by then is lost.</summary>
    internal async Task FlushAsync(TimeSpan patience)
    {
        Task[] writes = [.. _writes.Keys];
        try
        {
            // On the bus's clock, and in real time: that clock may stand still.
            using var giveUp = new CancellationTokenSource(patience);
            await Task.WhenAll(writes).WaitAsync(patience, _bus.Time, giveUp.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            var givingUp = _givingUp;
            _givingUp = new CancellationTokenSource();
            await givingUp.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(writes).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the store, once it has what came while the publishers closed.</summary>
    internal async Task CloseAsync(TimeSpan patience)
    {
        await FlushAsync(patience).ConfigureAwait(false);
        if (!_ownsStore) return;
        try
        {
            if (_store is IAsyncDisposable asyncDisposable) await asyncDisposable.DisposeAsync().ConfigureAwait(false);
            else if (_store is IDisposable disposable) disposable.Dispose();
        }
        catch (Exception exception)
        {
            _bus.Logger.DeadLetterStoreCloseFailed(exception);
        }
    }

    private async Task<bool> WriteAsync(DeadLetter deadLetter)
    {
        try
        {
            var writing = _store.AddAsync(deadLetter, CancellationToken.None);
            await (writing.IsCompleted ? writing : new ValueTask(writing.AsTask().WaitAsync(s_patience, _bus.Time, _givingUp.Token))).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
        {
            Interlocked.Increment(ref _lost);
            if (deadLetter.Kind != DeadLetterKind.Message) _bus.Logger.DeadLetterLost(exception, deadLetter.Handler, deadLetter.EventId, deadLetter.EmissionId);
            else if (_lostMessages.IsDue(deadLetter.Handler) is { } times) _bus.Logger.RejectedMessagesLost(exception, deadLetter.Handler, times);
            return false;
        }
    }

    private Task<bool> AttemptAgainAsync(DeadLetter deadLetter)
    {
        var topic = _bus.FindTopic(deadLetter.EventId) ?? throw new InvalidOperationException(
            $"The bus has no event '{deadLetter.EventId}'. Add the module that declares it, or discard the dead letter.");
        return topic.ReplayAsync(deadLetter);
    }

    private async Task<bool> ReceiveAgainAsync(DeadLetter deadLetter)
    {
        var (result, rejected) = await RejectedMessage.ReceiveAgainAsync(_bus, deadLetter).ConfigureAwait(false);
        if (rejected is not null) await _store.AddAsync(rejected, CancellationToken.None).ConfigureAwait(false);
        return result.Status == ReceiveStatus.Handled;
    }

    private async Task<List<Guid>> SelectAsync(DeadLetterFilter? filter, CancellationToken cancellationToken)
    {
        List<Guid> ids = [];
        while (true)
        {
            var page = await ListAsync(filter, ids.Count, PageSize, cancellationToken).ConfigureAwait(false);
            ids.AddRange(page.Select(static deadLetter => deadLetter.Id));
            if (page.Count < PageSize) return ids;
        }
    }

    private static KeyNotFoundException NotFound(Guid id) => new($"There is no dead letter {id}, or it is being replayed.");
}
