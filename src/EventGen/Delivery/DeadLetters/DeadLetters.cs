using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>
/// The dead letters of one bus: what handlers and publishers could not deal with, and received messages that cannot be handled, kept
/// for a replay. Thread safe.
/// </summary>
public sealed class DeadLetters
{
    private const int PageSize = 100;

    private readonly IDeadLetterStore _store;
    private readonly bool _ownsStore;
    private readonly DeadLetterWriter _writer;
    private readonly ILogger _logger;
    private readonly Func<DeadLetter.Delivery, Task<bool>> _attemptAgain;
    private readonly Func<DeadLetter.RejectedMessage, Task<(bool IsHandled, DeadLetter? Rejected)>> _receiveAgain;

    // Dead letters that are being replayed or discarded, so that none goes twice at once. Other processes see the store's claim.
    private ConcurrentDictionary<Guid, bool>? _taken;

    // Made by the first that is.
    private ConcurrentDictionary<Guid, bool> Taken => LazyInitializer.EnsureInitialized(ref _taken, static () => new ConcurrentDictionary<Guid, bool>());

    // What the store told last.
    private long _lastCount;

    /// <param name="store">The store.</param>
    /// <param name="ownsStore">Whether the bus closes it.</param>
    /// <param name="writer">Hands dead letters to it.</param>
    /// <param name="logger">Told of dead letters that cannot be replayed.</param>
    /// <param name="attemptAgain">Has what failed attempt its event once more; true when it succeeded.</param>
    /// <param name="receiveAgain">Receives a message once more: whether it was handled, and the dead letter that takes the place of one that was rejected again.</param>
    internal DeadLetters(
        IDeadLetterStore store, bool ownsStore, DeadLetterWriter writer, ILogger logger,
        Func<DeadLetter.Delivery, Task<bool>> attemptAgain, Func<DeadLetter.RejectedMessage, Task<(bool IsHandled, DeadLetter? Rejected)>> receiveAgain) =>
        (_store, _ownsStore, _writer, _logger, _attemptAgain, _receiveAgain) = (store, ownsStore, writer, logger, attemptAgain, receiveAgain);

    /// <summary>How many dead letters are kept.</summary>
    /// <remarks>Asks the store, and throws what it throws. <see cref="EventBus.GetHealth"/> gives the last number that it told.</remarks>
    public long Count => _store.Count;

    /// <summary>
    /// How many dead letters are gone that nobody discarded: older ones that made room in memory, and those that a store failed to take
    /// within 30 s or had no place for. Those of a received message do not count where its broker delivers it again.
    /// </summary>
    public long Lost => _writer.Losses.Count;

    /// <summary>Whether one was lost within the last hour.</summary>
    internal bool HasLostLately => _writer.Losses.AreRecent;

    /// <summary>How many are kept in memory alone.</summary>
    internal long InMemory => _store is MemoryDeadLetterStore ? _store.Count : 0;

    /// <summary>A page of dead letters, the oldest first.</summary>
    /// <param name="filter">Which dead letters; all when left out.</param>
    /// <param name="skip">How many to pass over; not negative.</param>
    /// <param name="take">How many to return at most; at least 1.</param>
    /// <param name="cancellationToken">Cancels the reading, which changes nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="skip"/> or <paramref name="take"/> is too small.</exception>
    public ValueTask<IReadOnlyList<DeadLetter>> ListAsync(
        DeadLetterFilter? filter = null, int skip = 0, int take = PageSize, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        return _store.ListAsync(filter ?? DeadLetterFilter.All, skip, take, cancellationToken);
    }

    /// <summary>The ids of dead letters, the oldest first: each one that is kept all the time once, whatever is added or removed meanwhile.</summary>
    /// <param name="filter">Which dead letters; all when left out.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public IAsyncEnumerable<Guid> ListIdsAsync(DeadLetterFilter? filter = null, CancellationToken cancellationToken = default) =>
        _store.ListIdsAsync(filter ?? DeadLetterFilter.All, cancellationToken);

    /// <summary>How many dead letters there are, and why.</summary>
    /// <param name="filter">Which dead letters; all when left out.</param>
    /// <param name="cancellationToken">Cancels the reading, which changes nothing.</param>
    public ValueTask<DeadLetterSummary> SummariseAsync(DeadLetterFilter? filter = null, CancellationToken cancellationToken = default) =>
        _store.SummariseAsync(filter ?? DeadLetterFilter.All, cancellationToken);

    /// <summary>One dead letter; <see langword="null"/> when there is none of that id.</summary>
    /// <param name="id">The dead letter's <see cref="DeadLetter.Id"/>.</param>
    /// <param name="cancellationToken">Cancels the reading, which changes nothing.</param>
    public ValueTask<DeadLetter?> FindAsync(Guid id, CancellationToken cancellationToken = default) => _store.FindAsync(id, cancellationToken);

    /// <summary>
    /// Has the dead letter's handler or publisher, and no other, attempt its event once more, on a worker. A message is received once more:
    /// if it can be handled now, it goes to all handlers, whose failures are dead letters of their own.
    /// </summary>
    /// <param name="id">The dead letter's <see cref="DeadLetter.Id"/>.</param>
    /// <param name="cancellationToken">Cancels the wait for the outcome. The replay goes on.</param>
    /// <returns>True when it was handled: the dead letter is removed. False when it failed again: the dead letter is kept, with one more attempt.</returns>
    /// <exception cref="KeyNotFoundException">There is no such dead letter, or another replay has taken it, here or in another instance.</exception>
    /// <exception cref="DeadLetterReplayException">
    /// The bus has no such event, handler or publisher any more, the payload cannot be read back, or the message was not kept; the dead letter is.
    /// </exception>
    /// <exception cref="EventBusStoppedException">The bus has stopped; the dead letter is kept.</exception>
    public async Task<bool> ReplayAsync(Guid id, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var replay = ReplayToItsEndAsync(id);
        try
        {
            return await replay.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What it throws from now on nobody else is told.
            _ = replay.ContinueWith(
                ended => _logger.ReplayImpossible(ended.Exception!.InnerException!, id), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>Replays dead letters one after the other, the oldest first; those that come while it runs are left.</summary>
    /// <param name="filter">Which dead letters; all when left out.</param>
    /// <param name="cancellationToken">Replays no further dead letter. The one that is being replayed is waited for.</param>
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
                // Without the token: when this method returns, nothing that it began runs any more.
                if (await ReplayToItsEndAsync(id).ConfigureAwait(false)) succeeded++;
                else failed++;
            }
            catch (Exception exception) when (exception is InvalidOperationException and not EventBusStoppedException)
            {
                _logger.ReplayImpossible(exception, id);
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
    /// <param name="cancellationToken">Cancels the removal, if the store has not done it yet.</param>
    /// <returns>False when there is no such dead letter, or a replay has taken it, here or in another instance.</returns>
    public async ValueTask<bool> DiscardAsync(Guid id, CancellationToken cancellationToken = default)
    {
        if (!Taken.TryAdd(id, true)) return false;
        try
        {
            return await _store.RemoveAsync(id, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Taken.TryRemove(id, out _);
        }
    }

    /// <summary>Removes dead letters for good; those that come while it runs, and those that are being replayed, are left.</summary>
    /// <param name="filter">Which dead letters.</param>
    /// <param name="cancellationToken">Removes no further dead letter. Those that have been removed stay removed.</param>
    /// <returns>How many were removed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="filter"/> is <see langword="null"/>; use <see cref="DeadLetterFilter.All"/>.</exception>
    public async ValueTask<int> DiscardAsync(DeadLetterFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        int discarded = 0;
        foreach (var id in await SelectAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            if (await DiscardAsync(id, cancellationToken).ConfigureAwait(false)) discarded++;
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

    /// <summary>True while somebody waits for the store to have a dead letter.</summary>
    internal bool AwaitsStore => _writer.HasOutcomes;

    /// <summary>True while the store is called, or is to be.</summary>
    internal bool CallsStore => _writer.HasCalls;

    /// <summary>Whether <see cref="CloseAsync"/> has something to dispose.</summary>
    internal bool ClosesStore => _ownsStore && _store is IAsyncDisposable or IDisposable;

    /// <summary>Completes when the store has ended every call for a dead letter that was made, or was to be made, until now.</summary>
    internal Task WritesEnded => _writer.CallsEnded;

    /// <summary>Waits for the store to have what it was given; what it has not taken by then is given up.</summary>
    internal Task FlushAsync(TimeSpan patience) => _writer.FlushAsync(patience);

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
            _logger.DeadLetterStoreCloseFailed(exception);
        }
    }

    // Whether or not anybody waits for it: until it has ended, no other may begin.
    private async Task<bool> ReplayToItsEndAsync(Guid id)
    {
        if (!Taken.TryAdd(id, true)) throw NotFound(id);
        try
        {
            if (!await _store.ClaimAsync(id, CancellationToken.None).ConfigureAwait(false)) throw NotFound(id);
            bool isReleased = false;
            try
            {
                var deadLetter = await _store.FindAsync(id, CancellationToken.None).ConfigureAwait(false) ?? throw NotFound(id);
                if (!await (deadLetter is DeadLetter.RejectedMessage message ? ReceiveAgainAsync(message) : _attemptAgain((DeadLetter.Delivery)deadLetter)).ConfigureAwait(false)) return false;
                isReleased = await _store.RemoveAsync(id, CancellationToken.None).ConfigureAwait(false);

                // In memory it may have made room for a newer one meanwhile.
                if (isReleased || _store is MemoryDeadLetterStore) return true;
                throw new KeyNotFoundException($"Dead letter {id} was handled, but somebody else replayed or discarded it meanwhile.");
            }
            finally
            {
                if (!isReleased) await _store.ReleaseAsync(id, CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            Taken.TryRemove(id, out _);
        }
    }

    private async Task<bool> ReceiveAgainAsync(DeadLetter.RejectedMessage deadLetter)
    {
        var (isHandled, rejected) = await _receiveAgain(deadLetter).ConfigureAwait(false);
        if (rejected is not null) await _store.AddAsync(rejected, CancellationToken.None).ConfigureAwait(false);
        return isHandled;
    }

    // All of them first: what fails again stays, and would be met once more.
    private async Task<List<Guid>> SelectAsync(DeadLetterFilter? filter, CancellationToken cancellationToken)
    {
        List<Guid> ids = [];
        await foreach (var id in ListIdsAsync(filter, cancellationToken).ConfigureAwait(false)) ids.Add(id);
        return ids;
    }

    private static KeyNotFoundException NotFound(Guid id) => new($"There is no dead letter {id}, or it is being replayed.");
}
