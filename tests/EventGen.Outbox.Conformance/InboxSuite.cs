namespace EventGen.Outbox.Conformance;

/// <summary>Marks, and handlers' transactions that leave them.</summary>
public abstract class InboxSuite(StoreBackend backend) : StoreSuite(backend)
{
    [Fact]
    public async Task AHandlersTransaction_CommitsItsWritesWithTheMark()
    {
        var store = await OpenAsync();
        await ExecuteAsync(Backend.CreateEffects);
        var mark = new OutboxMark(Guid.CreateVersion7(), "mail");
        await using (var first = await store.Store.BeginAsync(mark, TimeSpan.FromSeconds(30), Cancellation))
        {
            Assert.False(first.IsMarked);
            await WriteEffectAsync(first);
            Assert.True(await first.CommitAsync([], Cancellation));
        }

        await using var again = await store.Store.BeginAsync(mark, TimeSpan.FromSeconds(30), Cancellation);
        Assert.True(again.IsMarked);
        await using var other = Backend.HasOneDeliverer ? null : await store.Store.BeginAsync(mark with { Target = "print" }, TimeSpan.FromSeconds(30), Cancellation);
        if (other is not null) Assert.False(other.IsMarked);
        Assert.Equal(1, await CountAsync("effects"));
    }

    [Fact]
    public async Task ATransactionThatIsDisposed_LeavesNothing()
    {
        var store = await OpenAsync();
        await ExecuteAsync(Backend.CreateEffects);
        var mark = new OutboxMark(Guid.CreateVersion7(), "mail");
        await using (var failed = await store.Store.BeginAsync(mark, TimeSpan.FromSeconds(30), Cancellation)) await WriteEffectAsync(failed);
        await using var next = await store.Store.BeginAsync(mark, TimeSpan.FromSeconds(30), Cancellation);
        Assert.False(next.IsMarked);
        await next.DisposeAsync();
        Assert.Equal(0, await CountAsync("effects"));
    }

    [Fact]
    public async Task EventsOfAHandler_AreWrittenInItsTransaction()
    {
        var store = await OpenAsync();
        var row = await store.RowAsync("k");
        await using (var transaction = await store.Store.BeginAsync(new OutboxMark(Guid.CreateVersion7(), "mail"), TimeSpan.FromSeconds(30), Cancellation))
            Assert.True(await transaction.CommitAsync([row], Cancellation));
        Assert.Equal(row.Id, Assert.Single(await store.ClaimAllAsync()).Id);
        await using (var failed = await store.Store.BeginAsync(null, TimeSpan.FromSeconds(30), Cancellation)) Assert.False(failed.IsMarked);
        Assert.Equal(1, (await store.StatusAsync()).Pending);
    }

    [Fact]
    public async Task OldMarks_ArePurged_UnlessARowOrADeadLetterNeedsThem()
    {
        var store = await OpenAsync(retention: TimeSpan.Zero);
        var (waiting, _) = await store.InsertAsync(mode: OutboxInsertMode.Received);
        var (dead, deadResult) = await store.InsertAsync(mode: OutboxInsertMode.Received);
        var gone = new List<OutboxNewRow>();
        for (int i = 0; i < 1_500; i++) gone.Add(await store.RowAsync(mode: OutboxInsertMode.Received));
        var results = (await store.CommitAsync([.. gone])).Inserts;
        await store.SettleAsync([.. results.Select((result, i) => OpenStore.Remove(result.Position, gone[i].Id))]);
        await store.SettleAsync(OpenStore.Remove(deadResult.Position, dead.Id) with { DeadLetters = [OpenStore.DeadLetter(dead.Id)] });

        await Eventually.TrueAsync(
            async () =>
            {
                int steps = 1;
                while (await store.Store.MaintainAsync(Cancellation)) steps++;
                Assert.InRange(steps, 1, 20);
                return await CountAsync("eventgen_inbox") == 2;
            },
            waitedFor: "the purge");
        Assert.Equal(OutboxInsertOutcome.Duplicate, (await store.InsertAsync(mode: OutboxInsertMode.Received, id: waiting.Id)).Result.Outcome);
        Assert.Equal(OutboxInsertOutcome.Duplicate, (await store.InsertAsync(mode: OutboxInsertMode.Received, id: dead.Id)).Result.Outcome);
        Assert.Equal(OutboxInsertOutcome.Leased, (await store.InsertAsync(mode: OutboxInsertMode.Received, id: gone[0].Id)).Result.Outcome);
    }

    [Fact]
    public async Task YoungMarks_AreKept()
    {
        var store = await OpenAsync();
        var (row, result) = await store.InsertAsync(mode: OutboxInsertMode.Received);
        await store.SettleAsync(OpenStore.Remove(result.Position, row.Id));
        while (await store.Store.MaintainAsync(Cancellation))
        {
        }

        Assert.Equal(1, await CountAsync("eventgen_inbox"));
    }

    private static async Task WriteEffectAsync(OutboxStoreTransaction transaction)
    {
        await using var command = transaction.Connection.CreateCommand();
        command.Transaction = transaction.Transaction;
        command.CommandText = "INSERT INTO effects (id) VALUES ('x')";
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
