namespace EventGen.Outbox.Tests;

/// <summary>A store that answers later, on another thread, as a database does.</summary>
internal sealed class LateStore(MemoryDatabase database) : MemoryOutboxStore(database), IOutboxStore
{
    /// <summary>What each commit waits for before it is done.</summary>
    public Func<Task> UntilAnswered { get; set; } = static async () => await Task.Yield();

    async ValueTask<OutboxBatchResult> IOutboxStore.CommitAsync(OutboxBatch batch, CancellationToken cancellationToken)
    {
        await UntilAnswered().ConfigureAwait(false);
        return await CommitAsync(batch, cancellationToken).ConfigureAwait(false);
    }
}
