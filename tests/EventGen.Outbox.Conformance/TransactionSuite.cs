using System.Data.Common;

namespace EventGen.Outbox.Conformance;

/// <summary>Rows in a transaction of the application.</summary>
public abstract class TransactionSuite(StoreBackend backend) : StoreSuite(backend)
{
    [Fact]
    public async Task CommittedRows_AreThere_AndOthersAreWoken()
    {
        var store = await OpenAsync();
        var row = await store.RowAsync("k");
        await using var connection = await Backend.ConnectAsync();
        int wakes;
        await using (var transaction = await connection.BeginTransactionAsync(Cancellation))
        {
            await store.Store.InsertAsync([row], transaction, Cancellation);
            Assert.Empty(await store.ListAsync());
            wakes = store.Wakes;
            await transaction.CommitAsync(Cancellation);
        }

        await Eventually.TrueAsync(() => store.Wakes > wakes, waitedFor: "a wake-up");
        var claimed = Assert.Single(await store.ClaimAllAsync());
        Assert.Equal((row.Id, (long?)null), (claimed.Id, claimed.Origin));
        Assert.Equal(1, (await store.StatusAsync()).Pending);
    }

    [Fact]
    public async Task CommittedRows_AreCounted_WaitingScheduledAndRepeatedOnes()
    {
        var store = await OpenAsync();
        var row = await store.RowAsync();
        await using var connection = await Backend.ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync(Cancellation))
        {
            await store.Store.InsertAsync([row, await store.RowAsync("k"), await store.RowAsync(due: DateTimeOffset.UtcNow.AddHours(1))], transaction, Cancellation);
            await store.Store.InsertAsync([row, await store.RowAsync()], transaction, Cancellation);
            await transaction.CommitAsync(Cancellation);
        }

        var status = await store.StatusAsync();
        Assert.Equal((3, 1), (status.Pending, status.Scheduled));
    }

    [Fact]
    public async Task RolledBackRows_NeverWere()
    {
        var store = await OpenAsync();
        var row = await store.RowAsync();
        await using var connection = await Backend.ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync(Cancellation))
        {
            await store.Store.InsertAsync([row, await store.RowAsync(due: DateTimeOffset.UtcNow.AddHours(1))], transaction, Cancellation);
            await transaction.RollbackAsync(Cancellation);
        }

        var status = await store.StatusAsync();
        Assert.Equal((0, 0), (status.Pending, status.Scheduled));
        Assert.Empty(await store.ListAsync());
    }

    [Fact]
    public async Task OrderPerKey_HoldsAcrossTransactionsAndOwnRows()
    {
        var store = await OpenAsync();
        var order = new List<Guid>();
        await using var connection = await Backend.ConnectAsync();
        for (int i = 0; i < 10; i++)
        {
            var rows = new List<OutboxNewRow> { await store.RowAsync("k"), await store.RowAsync("k") };
            await using (var transaction = await connection.BeginTransactionAsync(Cancellation))
            {
                await store.Store.InsertAsync(rows, transaction, Cancellation);
                await transaction.CommitAsync(Cancellation);
            }

            order.AddRange(rows.Select(static row => row.Id));
            var (own, result) = await store.InsertAsync("k");
            Assert.Equal(OutboxInsertOutcome.Waiting, result.Outcome);
            order.Add(own.Id);
        }

        Assert.Equal(order, (await store.ClaimAllAsync(4)).Select(static row => row.Id));
    }

    [Fact]
    public async Task ATransactionOfAnotherKind_IsRefused()
    {
        var store = await OpenAsync();
        await using var foreign = new ForeignTransaction();
        var failure = await Assert.ThrowsAsync<ArgumentException>(async () => await store.Store.InsertAsync([await store.RowAsync()], foreign, Cancellation));
        Assert.Contains(nameof(ForeignTransaction), failure.Message, StringComparison.Ordinal);
    }

    private sealed class ForeignTransaction : DbTransaction
    {
        public override System.Data.IsolationLevel IsolationLevel => System.Data.IsolationLevel.Serializable;

        protected override DbConnection? DbConnection => null;

        public override void Commit()
        {
        }

        public override void Rollback()
        {
        }
    }
}
