using System.Data.Common;

namespace EventGen.Outbox;

/// <summary>The transaction of one attempt of a handler, over the store's.</summary>
internal sealed class HandlerWork(Relay relay, OutboxStoreTransaction transaction) : OutboxWork
{
    public override DbConnection Connection => transaction.Connection;

    public override DbTransaction Transaction => transaction.Transaction;

    public override bool IsDone => transaction.IsMarked;

    public override async ValueTask CommitAsync(IReadOnlyList<DurableEmission> emitted, CancellationToken cancellationToken)
    {
        OutboxNewRow[] rows = [.. emitted.Select(one => relay.HandlersRow(one.Delivery, one.Emit))];

        // False: another attempt has committed meanwhile, and this one's work is rolled back. Either way the work is done once.
        await transaction.CommitAsync(rows, cancellationToken).ConfigureAwait(false);
        if (rows.Length > 0) relay.Wake();
    }

    public override ValueTask DisposeAsync() => transaction.DisposeAsync();
}
