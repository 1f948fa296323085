using System.Collections.Concurrent;

namespace EventGen.Outbox.Conformance;

/// <summary>Rows of one key are delivered one behind the other, by one instance at a time.</summary>
public abstract class OrderSuite(StoreBackend backend) : StoreSuite(backend)
{
    [Fact]
    public async Task RowsOfAKey_AreLeasedWhileNothingOfItWaits()
    {
        var store = await OpenAsync();
        var result = await store.CommitAsync(await store.RowAsync("k"), await store.RowAsync("k"), await store.RowAsync("other"));
        Assert.All(result.Inserts, static row => Assert.Equal(OutboxInsertOutcome.Leased, row.Outcome));
        Assert.Equal(OutboxInsertOutcome.Leased, (await store.InsertAsync("k")).Result.Outcome);
        Assert.True(result.Inserts[0].Position < result.Inserts[1].Position);
    }

    [Fact]
    public async Task ARowBehindOneThatWaits_Waits_UntilThatIsClaimed()
    {
        var store = await OpenAsync();
        var result = await store.CommitAsync(await store.RowAsync("k"), await store.RowAsync("k", OutboxLeaseRequest.None), await store.RowAsync("k"));
        Assert.Equal([OutboxInsertOutcome.Leased, OutboxInsertOutcome.Waiting, OutboxInsertOutcome.Waiting], result.Inserts.Select(static row => row.Outcome));
        Assert.Equal(OutboxInsertOutcome.Waiting, (await store.InsertAsync("k")).Result.Outcome);

        var first = Assert.Single(await store.ListAsync(new OutboxFilter { State = OutboxEntryState.Leased }));
        await store.RemoveAsync(first);
        var claimed = await store.ClaimAllAsync();
        Assert.Equal(3, claimed.Count);
        Assert.Equal(claimed.Select(static row => row.Position).Order(), claimed.Select(static row => row.Position));
        Assert.Equal(OutboxInsertOutcome.Leased, (await store.InsertAsync("k")).Result.Outcome);
    }

    [Fact]
    public async Task AClaim_TakesAKeyFromItsFirstRow()
    {
        var store = await OpenAsync();
        var rows = new List<OutboxNewRow>();
        for (int i = 0; i < 12; i++) rows.Add(await store.RowAsync($"k{i % 3}", OutboxLeaseRequest.None));
        await store.CommitAsync([.. rows]);

        var order = rows.Select(static row => row.Id).ToList();
        var seen = new List<OutboxRow>();
        while (seen.Count < 12)
        {
            var claim = await store.ClaimAsync(limit: 5);
            Assert.NotEmpty(claim.Rows);
            seen.AddRange(claim.Rows);
        }

        foreach (var key in seen.GroupBy(static row => row.OrderKey))
            Assert.Equal(key.Select(static row => row.Id).OrderBy(order.IndexOf), key.Select(static row => row.Id));
    }

    [Fact]
    public async Task AKeyThatWaitsForAnAttempt_BlocksItsOtherRows_AndNoOtherKey()
    {
        var store = await OpenAsync();
        await store.CommitAsync(await store.RowAsync("k", OutboxLeaseRequest.None), await store.RowAsync("k", OutboxLeaseRequest.None), await store.RowAsync("other", OutboxLeaseRequest.None));
        var first = (await store.ClaimAsync(limit: 1)).Rows.Single();
        var due = DateTimeOffset.UtcNow.AddHours(1);
        await store.Store.CommitAsync(new OutboxBatch { Settlements = [Release(first, due)], ReleasedKeys = ["k"] }, Cancellation);

        Assert.Equal("other", Assert.Single(await store.ClaimAllAsync()).OrderKey);
        Assert.Equal(OutboxInsertOutcome.Waiting, (await store.InsertAsync("k")).Result.Outcome);
        Assert.Empty(await store.ClaimAllAsync());
        Assert.InRange((await store.ClaimAsync()).NextDue!.Value, due.AddMilliseconds(-1), due);

        Assert.True(await store.Store.MakeDueAsync(first.Id, Cancellation));
        var rows = await store.ClaimAllAsync();
        Assert.Equal(3, rows.Count);
        Assert.Equal(first.Id, rows[0].Id);
    }

    [Fact]
    public async Task ARowThatLeavesTheOrder_BlocksNothing()
    {
        var store = await OpenAsync();
        await store.CommitAsync(await store.RowAsync("k", OutboxLeaseRequest.None), await store.RowAsync("k", OutboxLeaseRequest.None));
        var first = (await store.ClaimAsync(limit: 1)).Rows.Single();
        await store.Store.CommitAsync(
            new OutboxBatch { Settlements = [Release(first, DateTimeOffset.UtcNow.AddHours(1)) with { LeavesOrder = true }], ReleasedKeys = ["k"] }, Cancellation);
        Assert.Single(await store.ClaimAllAsync());
        Assert.Equal(OutboxInsertOutcome.Leased, (await store.InsertAsync("k")).Result.Outcome);
        Assert.Null(Assert.Single(await store.ListAsync(new OutboxFilter { Id = first.Id })).OrderKey);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AHandlerThatBlocksItsKey_KeepsItsOrder_ThoughAnotherLetsLaterEventsPass(bool isWrittenMeanwhile)
    {
        string run = Guid.NewGuid().ToString();
        var failing = new AsyncGate();
        var failed = new HashSet<string>();
        var handled = new ConcurrentQueue<(string Handler, int Number)>();
        await using var bus = await StartAsync(outbox: static options => options.PollInterval = TimeSpan.FromMilliseconds(50));
        Mailroom.Of(run).Lot = async (handler, lot) =>
        {
            if (lot.Number == 1 && failed.Add(handler))
            {
                if (handler == "strict") await failing.PassAsync(Cancellation);
                throw new InvalidOperationException("The first attempt fails.");
            }

            handled.Enqueue((handler, lot.Number));
        };

        var first = Guid.CreateVersion7();
        await bus.Topic<Lot>().EmitAsync(new Lot(run, "k", 1), first, Cancellation);
        await bus.Topic<Lot>().EmitAsync(new Lot(run, "k", 2), Cancellation);
        await failing.Reached;
        if (isWrittenMeanwhile) await Eventually.TrueAsync(async () => (await bus.Outbox.ListAsync(new OutboxFilter { Id = first }, Cancellation)).Any(static entry => entry.Targets.Any(static target => target.Attempts == 1)), waitedFor: "the first failure in the store");
        failing.Open();
        await DeliveredAsync(bus);

        Assert.Equal([1, 2], handled.Where(static one => one.Handler == "strict").Select(static one => one.Number));
        Assert.Equal(4, handled.Count);
    }

    [Fact]
    public async Task ARowOfARouteThatTheClaimHasNot_BlocksItsKey()
    {
        var store = await OpenAsync();
        int other = await store.RouteAsync("order.paid", "new");
        await store.CommitAsync(await store.RowAsync("k", OutboxLeaseRequest.None, route: other), await store.RowAsync("k", OutboxLeaseRequest.None));
        Assert.Empty(await store.ClaimAllAsync());
        var first = Assert.Single(await store.ClaimAllAsync(100, other));
        Assert.Equal(other, first.Route);
        await store.RemoveAsync(first);
        Assert.Single(await store.ClaimAllAsync());
    }

    [Fact]
    public async Task ReleasingAKey_MakesItsNextRowClaimable_AndWakes()
    {
        var store = await OpenAsync();
        var (row, result) = await store.InsertAsync("k");
        await store.InsertAsync("k", OutboxLeaseRequest.None);
        int wakes = store.Wakes;
        await store.Store.CommitAsync(new OutboxBatch { Settlements = [OpenStore.Remove(result.Position, row.Id)], ReleasedKeys = ["k"] }, Cancellation);
        await Eventually.TrueAsync(() => store.Wakes > wakes, waitedFor: "a wake-up");
        Assert.Single(await store.ClaimAllAsync());
    }

    [Fact]
    public async Task CancellingTheFirstRowOfAKey_LetsTheNextOneGo()
    {
        var store = await OpenAsync();
        await store.CommitAsync(await store.RowAsync("k", OutboxLeaseRequest.None), await store.RowAsync("k", OutboxLeaseRequest.None));
        var first = (await store.ClaimAsync(limit: 1)).Rows.Single();
        await store.Store.CommitAsync(new OutboxBatch { Settlements = [Release(first, DateTimeOffset.UtcNow.AddHours(1))], ReleasedKeys = ["k"] }, Cancellation);
        Assert.Empty(await store.ClaimAllAsync());
        Assert.True(await store.Store.CancelAsync(first.Id, Cancellation));
        Assert.Single(await store.ClaimAllAsync());
        Assert.Equal(1, (await store.StatusAsync()).Pending);
    }

    [Fact]
    public async Task ManyRowsOfOneKey_AreAllDelivered_InOrder()
    {
        var store = await OpenAsync();
        var order = new List<Guid>();
        for (int i = 0; i < 10; i++)
        {
            var rows = new List<OutboxNewRow>();
            for (int j = 0; j < 30; j++) rows.Add(await store.RowAsync("hot", OutboxLeaseRequest.None));
            await store.CommitAsync([.. rows]);
            order.AddRange(rows.Select(static row => row.Id));
        }

        var delivered = new List<Guid>();
        while (delivered.Count < 300)
        {
            var claim = await store.ClaimAsync(limit: 7);
            Assert.NotEmpty(claim.Rows);
            delivered.AddRange(claim.Rows.Select(static row => row.Id));
            await store.RemoveAsync([.. claim.Rows]);
        }

        Assert.Equal(order, delivered);
    }

    [Fact]
    public async Task AnyHistory_LeavesNoRowThatNobodyCanClaim()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        var store = await OpenAsync();
        int other = await store.RouteAsync("order.paid", "new");
        int usual = await store.RouteAsync();
        var leased = new List<OutboxRow>();
        var last = new Dictionary<string, long>();
        for (int step = 0; step < 300; step++)
        {
            string key = $"k{random.Next(4)}";
            switch (random.Next(6))
            {
                case 0 or 1:
                    var lease = random.Next(3) == 0 ? OutboxLeaseRequest.InOrder : OutboxLeaseRequest.None;
                    var row = await store.RowAsync(key, lease, route: random.Next(2) == 0 ? usual : other);
                    await store.CommitAsync(row);
                    leased.AddRange(await store.ListAsync(new OutboxFilter { Id = row.Id, State = OutboxEntryState.Leased }));
                    break;
                case 2:
                    var claim = await store.ClaimAsync(random.Next(1, 6), random.Next(2) == 0 ? [usual] : [usual, other]);
                    leased.AddRange(claim.Rows);
                    break;
                case 3 when leased.FirstOrDefault(held => held.OrderKey == key) is { } done:
                    Assert.True(last.GetValueOrDefault(key) < done.Position, $"seed {seed}: out of order");
                    last[key] = done.Position;
                    leased.Remove(done);
                    await SettleAsync(store, OpenStore.Remove(done.Position, done.Id), leased, key);
                    break;
                case 4 when leased.FirstOrDefault(held => held.OrderKey == key) is { } failed && leased.Count(held => held.OrderKey == key) == 1:
                    leased.Remove(failed);
                    await SettleAsync(store, Release(failed, DateTimeOffset.UtcNow.AddHours(random.Next(2))), leased, key);
                    break;
                case 5 when await store.ListAsync(new OutboxFilter { State = random.Next(2) == 0 ? OutboxEntryState.Scheduled : OutboxEntryState.Waiting }) is { Count: > 0 } waiting:
                    if (random.Next(4) == 0) await store.Store.CancelAsync(waiting[0].Id, Cancellation);
                    else await store.Store.MakeDueAsync(waiting[0].Id, Cancellation);
                    break;
            }
        }

        foreach (var row in await store.ListAsync()) await store.Store.MakeDueAsync(row.Id, Cancellation);
        while ((await store.ListAsync()).Count > 0)
        {
            leased.AddRange((await store.ClaimAsync(3, usual, other)).Rows);
            Assert.True(leased.Count > 0, $"seed {seed}: rows that nobody can claim");
            await store.RemoveAsync([.. leased]);
            leased.Clear();
        }

        Assert.Equal(0, (await store.StatusAsync()).Pending);
        Assert.Equal(0, await CountAsync("eventgen_keys"));
    }

    private static async Task SettleAsync(OpenStore store, OutboxSettlement settlement, List<OutboxRow> leased, string key) =>
        await store.Store.CommitAsync(
            new OutboxBatch { Settlements = [settlement], ReleasedKeys = leased.Any(row => row.OrderKey == key) ? [] : [key] }, Cancellation);

    private static OutboxSettlement Release(OutboxRow row, DateTimeOffset due) =>
        new() { Position = row.Position, Id = row.Id, Kind = OutboxSettlementKind.Release, Route = row.Route, Due = due };
}
