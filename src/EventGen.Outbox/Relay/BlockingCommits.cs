using System.Collections.Concurrent;

namespace EventGen.Outbox;

/// <summary>
/// The commits of those who emit synchronously. They wait on threads of their own, often of the pool, and perhaps on all that it has: so one of them commits for all that wait, on its
/// own thread. Where the store's client needs a thread of the pool all the same, the pool gets one in the place of each that waits. Thread safe.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="batchSize">How many are committed together.</param>
/// <param name="time">The bus's clock.</param>
internal sealed class BlockingCommits(IOutboxStore store, int batchSize, TimeProvider time)
{
    // As long as a commit may take where nothing is wrong.
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentQueue<Waiting> _waiting = new();

    // Whoever has it commits. The others wait for it, and find what became of theirs.
    private readonly object _turn = new();

    /// <summary>Commits a row.</summary>
    /// <param name="row">A new one, leased in any case.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="now">The store's clock when it answered, if it told.</param>
    /// <exception cref="OutboxStoreException">The store did not do it.</exception>
    public OutboxInsertResult Commit(OutboxNewRow row, TimeSpan patience, out DateTimeOffset? now)
    {
        var mine = new Waiting(row);
        _waiting.Enqueue(mine);
        long began = time.GetTimestamp();
        bool hasTurn = false;
        int threads = 0;
        try
        {
            Monitor.TryEnter(_turn, s_moment, ref hasTurn);
            if (!hasTurn || mine.State == WaitingState.Waits) threads = PoolThreads.Enter();
            if (!hasTurn) Monitor.TryEnter(_turn, patience, ref hasTurn);
            if (!hasTurn)
            {
                bool hasBegun = !mine.TryCancel();
                throw new OutboxStoreException($"The outbox '{store.Name}' did not answer in time.", isTransient: true, mayBeCommitted: hasBegun);
            }

            while (mine.State == WaitingState.Waits)
            {
                if (time.GetElapsedTime(began) >= patience && mine.TryCancel()) throw new OutboxStoreException($"The outbox '{store.Name}' did not answer in time.", isTransient: true, mayBeCommitted: false);
                CommitThoseThatWait();
            }
        }
        finally
        {
            if (hasTurn) Monitor.Exit(_turn);
            PoolThreads.Exit(threads);
        }

        now = mine.Now;
        return mine.Failure is null ? mine.Result : throw new OutboxStoreException(mine.Failure.Message, mine.Failure.IsTransient, mine.Failure.MayBeCommitted, mine.Failure);
    }

    private void CommitThoseThatWait()
    {
        var batch = new List<Waiting>();
        while (batch.Count < batchSize && _waiting.TryDequeue(out var next))
        {
            if (next.TryBegin()) batch.Add(next);
        }

        try
        {
            var result = store.Commit(new OutboxBatch { Inserts = batch.ConvertAll(static one => one.Row) });
            for (int i = 0; i < batch.Count; i++) (batch[i].Result, batch[i].Now) = (result.Inserts[i], result.Now);
        }
        catch (OutboxStoreException exception)
        {
            foreach (var one in batch) one.Failure = exception;
        }
        catch (Exception exception)
        {
            // A store of others: what it threw says nothing about what it did.
            foreach (var one in batch) one.Failure = new OutboxStoreException($"The store threw {exception.GetType().Name}.", isTransient: true, mayBeCommitted: true, exception);
        }
    }

    private enum WaitingState
    {
        Waits,
        HasBegun,
        IsCancelled,
    }

    private sealed class Waiting(OutboxNewRow row)
    {
        private int _state;

        public OutboxNewRow Row => row;

        public WaitingState State => (WaitingState)Volatile.Read(ref _state);

        // Written and read by whoever has the turn.
        public OutboxInsertResult Result { get; set; }

        public DateTimeOffset? Now { get; set; }

        public OutboxStoreException? Failure { get; set; }

        public bool TryBegin() => TryLeave(WaitingState.HasBegun);

        public bool TryCancel() => TryLeave(WaitingState.IsCancelled);

        private bool TryLeave(WaitingState next) => Interlocked.CompareExchange(ref _state, (int)next, (int)WaitingState.Waits) == (int)WaitingState.Waits;
    }
}
