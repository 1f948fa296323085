namespace EventGen.Outbox.Tests;

/// <summary>A store whose commits wait for what another instance has locked, in vain until that one is taken over.</summary>
internal sealed class BlockedStore(MemoryDatabase database) : MemoryOutboxStore(database), IOutboxStore
{
    /// <summary>Whether the other instance stands still.</summary>
    public volatile bool IsBlocked;

    ValueTask<OutboxBatchResult> IOutboxStore.CommitAsync(OutboxBatch batch, CancellationToken cancellationToken) => IsBlocked
        ? throw new OutboxStoreException("The lock is another's.", isTransient: true, mayBeCommitted: false)
        : CommitAsync(batch, cancellationToken);

    ValueTask<int> IOutboxStore.TakeOverAsync(CancellationToken cancellationToken)
    {
        IsBlocked = false;
        return TakeOverAsync(cancellationToken);
    }
}
