namespace EventGen.Outbox.Tests;

/// <summary>A store whose commits wait at a gate.</summary>
internal sealed class SlowStore(MemoryDatabase database) : MemoryOutboxStore(database)
{
    /// <summary>Where the commits wait; <see langword="null"/> for nowhere.</summary>
    public volatile AsyncGate? Gate;

    public override async ValueTask<OutboxBatchResult> CommitAsync(OutboxBatch batch, CancellationToken cancellationToken)
    {
        if (Gate is { } gate) await gate.PassAsync(CancellationToken.None);
        return await base.CommitAsync(batch, cancellationToken);
    }
}
