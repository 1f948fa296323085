namespace EventGen.Outbox.Tests;

/// <summary>A store that begins a handler's transaction when the test lets it, unless its caller gives up before.</summary>
internal sealed class HeldStore(MemoryDatabase database) : MemoryOutboxStore(database), IOutboxStore
{
    /// <summary>Where a transaction waits.</summary>
    public AsyncGate Gate { get; } = new();

    async ValueTask<OutboxStoreTransaction> IOutboxStore.BeginAsync(OutboxMark? mark, TimeSpan idleLimit, CancellationToken cancellationToken)
    {
        await Gate.PassAsync(cancellationToken);
        return await BeginAsync(mark, idleLimit, cancellationToken);
    }
}
