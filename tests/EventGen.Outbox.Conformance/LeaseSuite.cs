namespace EventGen.Outbox.Conformance;

/// <summary>What an instance has, and how others get it when it is gone.</summary>
public abstract class LeaseSuite(StoreBackend backend) : StoreSuite(backend)
{
    private static readonly TimeSpan s_shortLease = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Instances_HaveNamesAndEpochsOfTheirOwn()
    {
        var first = await OpenAsync();
        var second = await OpenAsync();
        Assert.NotEqual(first.Session.Instance, second.Session.Instance);
        Assert.NotEqual(first.Session.Epoch, second.Session.Epoch);
        Assert.StartsWith(Environment.MachineName, first.Session.Instance, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALivingInstance_KeepsItsName()
    {
        await OpenAsync(instance: "one");
        var failure = await Assert.ThrowsAsync<OutboxStoreException>(() => OpenAsync(instance: "one"));
        Assert.Contains("'one'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnInstanceThatStartsAgain_TakesItsOwnBackAtOnce()
    {
        var dead = await OpenAsync(instance: "one");
        var (row, result) = await dead.InsertAsync("k");
        await dead.InsertAsync("k");
        await KillAsync(dead);

        var again = await OpenAsync(instance: "one");
        Assert.Equal((2, true), (again.Session.TakenBack, again.Session.Epoch > dead.Session.Epoch));
        var claimed = await again.ClaimAllAsync();
        Assert.Equal((2, row.Id, 1), (claimed.Count, claimed[0].Id, claimed[0].Crashes));
        Assert.Equal(dead.Session.Epoch, claimed[0].Origin);
    }

    [Fact]
    public async Task WhatADeadInstanceHad_GoesToAnother()
    {
        var dead = await OpenAsync(lease: s_shortLease);
        var (row, _) = await dead.InsertAsync("k");
        await dead.InsertAsync();
        var other = await OpenAsync();
        await dead.InsertAsync("k", OutboxLeaseRequest.None);
        await KillAsync(dead);

        int taken = 0;
        await Eventually.TrueAsync(async () => (taken += await other.Store.TakeOverAsync(Cancellation)) == 2, waitedFor: "the take-over");
        var claimed = await other.ClaimAllAsync();
        Assert.Equal(3, claimed.Count);
        Assert.Equal(row.Id, claimed.First(static claimed => claimed.OrderKey == "k").Id);
        Assert.Equal([1, 1, 0], claimed.OrderBy(static claimed => claimed.Due).Select(static claimed => claimed.Crashes));
        Assert.Equal(0, await other.Store.TakeOverAsync(Cancellation));
    }

    [Fact]
    public async Task ALivingInstance_IsNotTakenOver()
    {
        var living = await OpenAsync();
        await living.InsertAsync();
        var other = await OpenAsync();
        Assert.Equal(0, await other.Store.TakeOverAsync(Cancellation));
        Assert.True(await living.Store.RenewAsync(Cancellation));
    }

    [Fact]
    public async Task Status_SaysWhichInstanceDeliversHowMany_AndUntilWhenItsLeaseHolds()
    {
        var before = DateTimeOffset.UtcNow;
        var busy = await OpenAsync(instance: "busy");
        var idle = await OpenAsync(instance: "idle");
        await busy.InsertAsync();
        await busy.InsertAsync();

        var status = await idle.StatusAsync();

        Assert.Equal([("busy", 2), ("idle", 0)], status.Instances.Select(static instance => (instance.Name, instance.Leased)));
        Assert.All(status.Instances, instance => Assert.True(instance.LeaseUntil > before, $"{instance} has ended before {before}"));
        Assert.Equal(2, status.Leased);
    }

    [Fact]
    public async Task WhoLostItsLease_SettlesNothing()
    {
        var old = await OpenAsync(instance: "one");
        var (row, result) = await old.InsertAsync();
        var (kept, keptResult) = await old.InsertAsync();

        // The same process opens its store again, as a relay does whose lease was lost.
        await old.OpenAsync(instance: "one");
        var outcomes = await old.SettleAsync(
            OpenStore.Remove(result.Position, row.Id) with { LeavesMark = true, DeadLetters = [OpenStore.DeadLetter(row.Id)] },
            new OutboxSettlement { Position = keptResult.Position, Id = kept.Id, Kind = OutboxSettlementKind.Keep, Route = 1 });
        Assert.Equal([false, false], outcomes);
        Assert.Equal(0, await old.Store.CountDeadLettersAsync(Cancellation));
        Assert.Equal(2, (await old.StatusAsync()).Pending);
        Assert.Equal(0, await CountAsync("eventgen_inbox"));
        Assert.Equal(2, (await old.ClaimAllAsync()).Count);
    }

    [Fact]
    public async Task WhoseEpochIsGone_WritesRowsThatBelongToNobody_AndCannotRenew()
    {
        var old = await OpenAsync();
        await old.RouteAsync();
        await ExecuteAsync("DELETE FROM eventgen_instances");
        Assert.False(await old.Store.RenewAsync(Cancellation));
        var result = await old.CommitAsync(await old.RowAsync(), await old.RowAsync("k"), await old.RowAsync(lease: OutboxLeaseRequest.Always));
        Assert.All(result.Inserts, static row => Assert.Equal(OutboxInsertOutcome.Waiting, row.Outcome));
        Assert.Equal(0, (await old.StatusAsync()).Leased);
        Assert.Equal(0, await CountAsync("eventgen_keys"));
        await old.OpenAsync();
        Assert.Equal(3, (await old.ClaimAllAsync()).Count);
    }

    [Fact]
    public async Task Crashes_GrowForRowsThatWereStarted_AndOnceForThoseThatWaited()
    {
        var (crashing, waiting) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var store = await OpenAsync(instance: "one");
        await store.InsertAsync(id: crashing);
        await store.InsertAsync(id: waiting);
        for (int i = 1; i <= 4; i++)
        {
            await KillAsync(store);
            store = await OpenAsync(instance: "one");
            var rows = await store.ClaimAllAsync();
            Assert.Equal((i, 1), (rows.Single(row => row.Id == crashing).Crashes, rows.Single(row => row.Id == waiting).Crashes));
            await store.Store.CommitAsync(new OutboxBatch { Started = [rows.Single(row => row.Id == crashing).Position] }, Cancellation);
        }
    }

    [Fact]
    public async Task ARowThatWasStartedInACrash_IsDueLater_TheMoreCrashesItHad()
    {
        var store = await OpenAsync(instance: "one");
        var (row, _) = await store.InsertAsync("k");
        await store.InsertAsync();
        for (int crashes = 1; crashes <= 3; crashes++)
        {
            await KillAsync(store);
            store = await Create().OpenAsync(instance: "one", crashDelay: TimeSpan.FromHours(1));
            if (crashes > 1)
            {
                var waiting = (await store.ListAsync()).Single(one => one.Id == row.Id);
                Assert.Equal(crashes, waiting.Crashes);
                Assert.InRange(waiting.Due - store.Session.Now, TimeSpan.FromMinutes((60 * (crashes - 1)) - 1), TimeSpan.FromMinutes((60 * (crashes - 1)) + 1));
                Assert.True(await store.Store.MakeDueAsync(row.Id, Cancellation));
            }

            var claimed = await store.ClaimAllAsync();
            Assert.Equal(2, claimed.Count);
            await store.Store.CommitAsync(new OutboxBatch { Started = [claimed.Single(one => one.Id == row.Id).Position] }, Cancellation);
        }
    }

    [Fact]
    public async Task ALostLease_IsNoCrash_WhileItsProcessLives()
    {
        var store = await OpenAsync(instance: "one");
        await store.InsertAsync("k");
        await KillAsync(store);
        store = await OpenAsync(instance: "one");
        for (int i = 0; i < 3; i++)
        {
            var row = Assert.Single(await store.ClaimAllAsync());
            Assert.Equal(1, row.Crashes);
            await store.Store.CommitAsync(new OutboxBatch { Started = [row.Position] }, Cancellation);
            await store.OpenAsync(instance: "one");
            Assert.Equal(1, store.Session.TakenBack);
        }
    }

    [Fact]
    public async Task WhatAnotherTakesFromALivingProcess_CountsNoCrash()
    {
        if (Backend.HasOneDeliverer) return;   // there, a process that lives keeps what it has
        var frozen = await OpenAsync(lease: s_shortLease);
        await frozen.InsertAsync();
        var other = await OpenAsync();
        await Eventually.TrueAsync(async () => await other.Store.TakeOverAsync(Cancellation) == 1, waitedFor: "the take-over");
        Assert.Equal(0, Assert.Single(await other.ClaimAllAsync()).Crashes);
    }

    [Fact]
    public async Task Closing_GivesEverythingBack_WithoutACrash()
    {
        var closing = await OpenAsync();
        await closing.CommitAsync(await closing.RowAsync("k"), await closing.RowAsync());
        await closing.Store.CloseAsync(Cancellation);
        await KillAsync(closing);
        var other = await OpenAsync();
        var rows = await other.ClaimAllAsync();
        Assert.Equal(2, rows.Count);
        Assert.All(rows, static row => Assert.Equal(0, row.Crashes));
    }

    [Fact]
    public async Task Keep_MovesARowToWhatRemains_AndItStaysLeased()
    {
        var store = await OpenAsync();
        int both = await store.RouteAsync("order.paid", "a", "b");
        int rest = await store.RouteAsync("order.paid", "b");
        var result = (await store.CommitAsync(await store.RowAsync(route: both))).Inserts[0];
        var id = (await store.ListAsync())[0].Id;
        var keep = new OutboxSettlement { Position = result.Position, Id = id, Kind = OutboxSettlementKind.Keep, Route = rest, Targets = "{\"b\":1}"u8.ToArray() };
        Assert.Equal([true], await store.SettleAsync(keep));
        var row = Assert.Single(await store.ListAsync());
        Assert.Equal((rest, store.Session.Epoch, "{\"b\":1}"), (row.Route, row.Owner, System.Text.Encoding.UTF8.GetString(row.Targets.Span)));
        Assert.Equal([true], await store.SettleAsync(keep with { Kind = OutboxSettlementKind.Release }));
        Assert.Equal("{\"b\":1}"u8.ToArray(), Assert.Single(await store.ClaimAllAsync(100, rest)).Targets.ToArray());
    }

    [Fact]
    public async Task Routes_AreTheSameForAll_AndTellHowLongNobodyHadThem()
    {
        var first = await OpenAsync();
        var second = await OpenAsync();
        var key = new OutboxRouteKey("order.paid", 2, ["b", "a", "ü \"x\""]);
        int id = (await first.Store.SyncRoutesAsync([key], Cancellation)).Single().Id;
        var seen = (await second.Store.SyncRoutesAsync([key, new OutboxRouteKey("order.paid", 3, [])], Cancellation)).ToList();
        Assert.Equal(2, seen.Count);
        var route = seen.Single(route => route.Id == id);
        Assert.Equal(key, route.Key);
        Assert.InRange(route.UnseenFor, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Rows_OfOtherRoutes_AreNotClaimed()
    {
        var store = await OpenAsync();
        int other = await store.RouteAsync("order.paid", "new");
        await store.CommitAsync(await store.RowAsync(lease: OutboxLeaseRequest.None, route: other));
        Assert.Empty(await store.ClaimAllAsync());
        Assert.Single(await store.ClaimAllAsync(100, other, await store.RouteAsync()));
    }
}
