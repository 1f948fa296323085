namespace EventGen.Outbox.Tests;

/// <summary>A store whose opening, status and handlers' transactions wait at gates, and whose handlers' transactions cannot be rolled back.</summary>
internal sealed class HeldStore(MemoryDatabase database) : MemoryOutboxStore(database), IOutboxStore
{
    /// <summary>Where the opening waits; <see langword="null"/> for nowhere.</summary>
    public volatile AsyncGate? Opening;

    /// <summary>Where a handler's transaction waits before it begins, unless its caller gives up; <see langword="null"/> for nowhere.</summary>
    public volatile AsyncGate? Beginning;

    /// <summary>Where the answer about what waits is held; <see langword="null"/> for nowhere.</summary>
    public volatile AsyncGate? Telling;

    /// <summary>What the opening throws; <see langword="null"/> for nothing.</summary>
    public volatile Exception? Fault;

    /// <summary>What a roll-back throws; <see langword="null"/> for nothing.</summary>
    public volatile Exception? RollBackFault;

    async ValueTask<OutboxSession> IOutboxStore.OpenAsync(OutboxStart start, CancellationToken cancellationToken)
    {
        if (Opening is { } gate) await gate.PassAsync(cancellationToken).ConfigureAwait(false);
        return Fault is { } fault ? throw fault : await OpenAsync(start, cancellationToken).ConfigureAwait(false);
    }

    async ValueTask<OutboxStatus> IOutboxStore.GetStatusAsync(CancellationToken cancellationToken)
    {
        var status = await GetStatusAsync(cancellationToken).ConfigureAwait(false);
        if (Telling is { } gate) await gate.PassAsync(cancellationToken).ConfigureAwait(false);
        return status;
    }

    async ValueTask<OutboxStoreTransaction> IOutboxStore.BeginAsync(OutboxMark? mark, TimeSpan idleLimit, CancellationToken cancellationToken)
    {
        if (Beginning is { } gate) await gate.PassAsync(cancellationToken).ConfigureAwait(false);
        var transaction = await BeginAsync(mark, idleLimit, cancellationToken).ConfigureAwait(false);
        return RollBackFault is { } fault ? new Broken(transaction, fault) : transaction;
    }

    private sealed class Broken(OutboxStoreTransaction transaction, Exception fault) : OutboxStoreTransaction
    {
        public override System.Data.Common.DbConnection Connection => transaction.Connection;

        public override System.Data.Common.DbTransaction Transaction => transaction.Transaction;

        public override bool IsMarked => transaction.IsMarked;

        public override ValueTask<bool> CommitAsync(IReadOnlyList<OutboxNewRow> rows, CancellationToken cancellationToken) => transaction.CommitAsync(rows, cancellationToken);

        public override ValueTask DisposeAsync() => throw fault;
    }
}
