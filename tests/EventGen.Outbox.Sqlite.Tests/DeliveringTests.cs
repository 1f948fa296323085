namespace EventGen.Outbox.Sqlite.Tests;

/// <summary>One process delivers for each file and application.</summary>
public sealed class DeliveringTests() : StoreSuite(new SqliteBackend())
{
    [Fact]
    public async Task TheOthersEmit_AndTheDeliveringOneIsWoken()
    {
        var delivering = await OpenAsync();
        var other = await OpenAsync();
        int wakes = delivering.Wakes;
        Assert.Equal(OutboxInsertOutcome.Waiting, (await other.InsertAsync()).Result.Outcome);
        await Eventually.TrueAsync(() => delivering.Wakes > wakes, waitedFor: "a wake-up");
        Assert.Empty(await other.ClaimAllAsync());
        Assert.Single(await delivering.ClaimAllAsync());
        Assert.Equal(OutboxInsertOutcome.Leased, (await other.InsertAsync(lease: OutboxLeaseRequest.Always)).Result.Outcome);
    }

    [Fact]
    public async Task WhenTheDeliveringOneHasDied_AnotherTakesOver()
    {
        var delivering = await OpenAsync();
        var other = await OpenAsync();
        await delivering.InsertAsync("k");
        await KillAsync(delivering);
        int wakes = other.Wakes;
        Assert.Equal(1, await other.Store.TakeOverAsync(Cancellation));
        Assert.True(other.Wakes > wakes);
        Assert.Single(await other.ClaimAllAsync());
        Assert.Equal(OutboxInsertOutcome.Leased, (await other.InsertAsync()).Result.Outcome);
    }

    [Fact]
    public async Task ALivingProcess_IsNotTakenOver_HoweverOldItsLeaseIs()
    {
        var delivering = await OpenAsync(lease: TimeSpan.Zero);
        await delivering.InsertAsync();
        var other = await OpenAsync();
        Assert.Equal(0, await other.Store.TakeOverAsync(Cancellation));
        Assert.Empty(await other.ClaimAllAsync());
    }

    [Fact]
    public async Task AnotherConnectionsWrites_GetTheLock_BesideARelayAtFullSpeed()
    {
        var store = await OpenAsync();
        using var stop = new CancellationTokenSource();
        var relay = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    var rows = new OutboxNewRow[64];
                    for (int i = 0; i < rows.Length; i++) rows[i] = await store.RowAsync();
                    var result = await store.CommitAsync(rows);
                    await store.SettleAsync([.. result.Inserts.Select((row, i) => OpenStore.Remove(row.Position, rows[i].Id))]);
                }
            },
            Cancellation);
        await ExecuteAsync(Backend.CreateEffects);

        // Each gives up after 30 s, as Microsoft.Data.Sqlite does by default.
        for (int i = 0; i < 20; i++) await ExecuteAsync("INSERT INTO effects (id) VALUES ('x')");
        await stop.CancelAsync();
        await relay;
        Assert.Equal(20, await CountAsync("effects"));
    }
}
