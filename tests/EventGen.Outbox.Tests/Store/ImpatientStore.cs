namespace EventGen.Outbox.Tests;

/// <summary>A store that has given up by a time-out of its own, as clients of databases do.</summary>
internal sealed class ImpatientStore(MemoryDatabase database) : MemoryOutboxStore(database), IOutboxStore
{
    private int _renewals;

    /// <summary>How often the lease was to be renewed.</summary>
    public int Renewals => Volatile.Read(ref _renewals);

    ValueTask<bool> IOutboxStore.RenewAsync(CancellationToken cancellationToken) =>
        Interlocked.Increment(ref _renewals) == 1 ? throw new TaskCanceledException("The operation has timed out.") : RenewAsync(cancellationToken);
}
