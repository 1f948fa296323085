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
    public async Task DisposedWhereItsCommitEnded_TheStoreHasClosedTheFile()
    {
        string folder = Directory.CreateTempSubdirectory("outbox-").FullName;
        try
        {
            var store = await new OpenStore(new SqliteOutboxStore(new SqliteLocation($"Data Source={folder}/shop.db"))).OpenAsync();
            await CommitAndDisposeAsync(store.Store, await store.RowAsync());
            Assert.False(File.Exists($"{folder}/shop.db-wal"), "The last connection to close a file removes its log.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
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
        var longest = TimeSpan.Zero;
        for (int i = 0; i < 20; i++)
        {
            long began = System.Diagnostics.Stopwatch.GetTimestamp();
            await ExecuteAsync("INSERT INTO effects (id) VALUES ('x')");
            longest = new(Math.Max(longest.Ticks, System.Diagnostics.Stopwatch.GetElapsedTime(began).Ticks));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"20 writes beside a relay at full speed waited at most {longest.TotalMilliseconds:0} ms.");
        await stop.CancelAsync();
        await relay;
        Assert.Equal(20, await CountAsync("effects"));
    }

    // What follows a commit may run on the writer's thread, which cannot wait for its own end.
    private static async Task CommitAndDisposeAsync(IOutboxStore store, OutboxNewRow row)
    {
        await store.CommitAsync(new OutboxBatch { Inserts = [row] }, Cancellation).ConfigureAwait(false);
        await store.DisposeAsync().ConfigureAwait(false);
    }
}
