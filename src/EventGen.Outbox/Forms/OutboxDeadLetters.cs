using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace EventGen.Outbox;

/// <summary>The dead letters of a bus in its outbox's database; those of events without JSON, which no database can keep, stay in memory. Thread safe.</summary>
internal sealed class OutboxDeadLetters(IOutboxStore store) : IDeadLetterStore
{
    private const int MemoryCapacity = 1_000;

    // A burst takes no more of the database's connections, which others need too.
    private const int MaxWriters = 4;

    // Less than the bus waits for a store: what it counts as lost is not written any more.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(2);

    // Neither is disposed: nobody asks for a wait handle.
    private readonly SemaphoreSlim _writers = new(MaxWriters);
    private readonly CancellationTokenSource _closing = new();

    // Under itself. The newest last.
    private readonly List<DeadLetter> _inMemory = [];

    // Replays that have ended while the store was away: theirs until it answers again.
    private readonly ConcurrentDictionary<Guid, bool> _unreleased = new();

    // What the store told last, and what was added and removed since. Interlocked only.
    private long _count;

    /// <summary>The bus's clock, once it is known.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    public long Count
    {
        get
        {
            lock (_inMemory) return Math.Max(0, Volatile.Read(ref _count)) + _inMemory.Count;
        }
    }

    /// <summary>Dead letters were written with a batch.</summary>
    public void Added(int count) => Interlocked.Add(ref _count, count);

    /// <summary>Asks the store how many there are, and gives back what it could not take back before.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        foreach (var (id, _) in _unreleased)
        {
            // First: a replay that begins now has it again, and releases it at its end.
            if (!_unreleased.TryRemove(id, out _)) continue;
            await ReleaseAsync(id, cancellationToken).ConfigureAwait(false);
        }

        Volatile.Write(ref _count, await store.CountDeadLettersAsync(cancellationToken).ConfigureAwait(false));
    }

    public async ValueTask AddAsync(DeadLetter deadLetter, CancellationToken cancellationToken)
    {
        if (deadLetter is DeadLetter.Delivery { Json.IsEmpty: true })
        {
            lock (_inMemory)
            {
                _inMemory.RemoveAll(kept => kept.Id == deadLetter.Id);
                _inMemory.Add(deadLetter);
                if (_inMemory.Count > MemoryCapacity) _inMemory.RemoveAt(0);
            }

            return;
        }

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        long began = Time.GetTimestamp();
        if (!await _writers.WaitAsync(s_patience, waiting.Token).ConfigureAwait(false))
            throw new OutboxStoreException($"The store has been busy with other dead letters for {s_patience.TotalSeconds} seconds.", isTransient: true, mayBeCommitted: false);
        try
        {
            waiting.Token.ThrowIfCancellationRequested();   // the turn may come from one that was given up at the end
            await WriteAsync(deadLetter, began, waiting.Token, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writers.Release();
        }
    }

    /// <summary>Nothing waits for the store, or is tried again, from now on.</summary>
    public Task StopTryingAsync() => _closing.CancelAsync();

    public async ValueTask<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        DeadLetter[] inMemory;
        lock (_inMemory) inMemory = [.. _inMemory.Where(filter.Matches)];

        // Those in memory come last: they are few, and gone with the process.
        var rows = await store.ListDeadLettersAsync(filter, skip, take, cancellationToken).ConfigureAwait(false);
        if (rows.Count == take || inMemory.Length == 0) return [.. rows.Select(DeadLetterForm.Read)];
        long stored = rows.Count > 0 ? skip : (await store.ListDeadLetterCausesAsync(filter, cancellationToken).ConfigureAwait(false)).Sum(static cause => cause.Count);
        return [.. rows.Select(DeadLetterForm.Read), .. inMemory.Skip((int)Math.Max(0, skip - stored)).Take(take - rows.Count)];
    }

    public async IAsyncEnumerable<Guid> ListIdsAsync(DeadLetterFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const int Page = 1_000;
        IReadOnlyList<Guid> page = [];
        do
        {
            page = await store.ListDeadLetterIdsAsync(filter, page.Count > 0 ? page[^1] : null, Page, cancellationToken).ConfigureAwait(false);
            foreach (var id in page) yield return id;
        }
        while (page.Count == Page);

        Guid[] inMemory;
        lock (_inMemory) inMemory = [.. _inMemory.Where(filter.Matches).Select(static deadLetter => deadLetter.Id)];
        foreach (var id in inMemory) yield return id;
    }

    public async ValueTask<DeadLetterSummary> SummariseAsync(DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        var stored = await store.ListDeadLetterCausesAsync(filter, cancellationToken).ConfigureAwait(false);
        lock (_inMemory) return DeadLetterSummary.Of([.. stored, .. _inMemory.Where(filter.Matches).Select(DeadLetterCause.Of)]);
    }

    public async ValueTask<DeadLetter?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_inMemory)
        {
            if (_inMemory.Find(kept => kept.Id == id) is { } found) return found;
        }

        return await store.FindDeadLetterAsync(id, cancellationToken).ConfigureAwait(false) is { } row ? DeadLetterForm.Read(row) : null;
    }

    public ValueTask<bool> ClaimAsync(Guid id, CancellationToken cancellationToken)
    {
        _unreleased.TryRemove(id, out _);
        return IsInMemory(id) ? new(true) : store.ClaimDeadLetterAsync(id, cancellationToken);
    }

    public async ValueTask ReleaseAsync(Guid id, CancellationToken cancellationToken)
    {
        if (IsInMemory(id)) return;
        try
        {
            await store.ReleaseDeadLetterAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The end of the replay is known all the same. What is never given back is free at the end of this instance's epoch.
            _unreleased[id] = true;
        }
    }

    public async ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_inMemory)
        {
            if (_inMemory.RemoveAll(kept => kept.Id == id) > 0) return true;
        }

        if (!await store.RemoveDeadLetterAsync(id, cancellationToken).ConfigureAwait(false)) return false;
        Added(-1);
        return true;
    }

    // A database that is out of connections, or starts again, often answers a moment later.
    private async ValueTask WriteAsync(DeadLetter deadLetter, long began, CancellationToken waiting, CancellationToken cancellationToken)
    {
        var row = DeadLetterForm.Write(deadLetter);
        bool? isNew = null;   // as it was before the first write, whose answer may be lost
        for (var pause = s_firstPause; ; pause = pause < s_longestPause / 2 ? 2 * pause : s_longestPause)
        {
            try
            {
                isNew ??= await store.FindDeadLetterAsync(row.Id, cancellationToken).ConfigureAwait(false) is null;
                await store.AddDeadLetterAsync(row, cancellationToken).ConfigureAwait(false);
                if (isNew.Value) Added(1);
                return;
            }
            catch (OutboxStoreException exception) when (exception.IsTransient && !waiting.IsCancellationRequested && Time.GetElapsedTime(began) + pause < s_patience)
            {
                // Tried again: one of the same id is replaced.
            }

            await Task.Delay(pause, Time, waiting).ConfigureAwait(false);
        }
    }

    private bool IsInMemory(Guid id)
    {
        lock (_inMemory) return _inMemory.Exists(kept => kept.Id == id);
    }
}
