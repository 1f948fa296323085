using System.Data.Common;

namespace EventGen.Outbox.Tests;

/// <summary>A handler's transaction whose commit is a crash point.</summary>
internal sealed class CrashingTransaction(OutboxStoreTransaction transaction, CrashPlan plan) : OutboxStoreTransaction
{
    public override DbConnection Connection => transaction.Connection;

    public override DbTransaction Transaction => transaction.Transaction;

    public override bool IsMarked => transaction.IsMarked;

    public override ValueTask<bool> CommitAsync(IReadOnlyList<OutboxNewRow> rows, CancellationToken cancellationToken) => plan.CallAsync(() => transaction.CommitAsync(rows, cancellationToken));

    public override ValueTask DisposeAsync() => transaction.DisposeAsync();
}
