namespace EventGen.Outbox.Conformance;

/// <summary>Rows whose time is to come.</summary>
public abstract class ScheduleSuite(StoreBackend backend) : StoreSuite(backend)
{
    private static DateTimeOffset Later => DateTimeOffset.UtcNow.AddHours(1);

    [Fact]
    public async Task WhoClaimsWhenTheLastClaimSaid_MissesNoRow()
    {
        const int Rows = 100;
        var store = await OpenAsync();
        int claimed = 0;
        for (int i = 0; i < Rows; i++)
        {
            var (_, result) = await store.InsertAsync(due: DateTimeOffset.UtcNow.AddMilliseconds(2 * (Rows - i)));
            if (result.Outcome == OutboxInsertOutcome.Leased) claimed++;   // due before it was written
        }

        while (claimed < Rows)
        {
            var claim = await store.ClaimAsync();
            claimed += claim.Rows.Count;
            if (claim.HasMore || claimed == Rows) continue;

            Assert.NotNull(claim.NextDue);
            while (DateTimeOffset.UtcNow < claim.NextDue) await Task.Delay(1, Cancellation);
        }
    }

    [Fact]
    public async Task AScheduledRow_IsClaimedWhenItIsDue_AndNotBefore()
    {
        var (store, rows) = await ScheduleSoonAsync(400, static async (store, soon) => [await store.RowAsync(due: soon)]);
        var due = rows[0].Due!.Value;
        OutboxClaim claim = null!;
        await Eventually.TrueAsync(async () =>
        {
            claim = await store.ClaimAsync();
            if (claim.Rows.Count > 0) return true;
            if (!claim.HasMore) Assert.InRange(claim.NextDue!.Value, due.AddMilliseconds(-1), due);
            Assert.Equal(1, (await store.StatusAsync()) is var status ? status.Pending + status.Scheduled : 0);
            return false;
        }, waitedFor: "the scheduled row to be due");

        Assert.Equal(rows[0].Id, claim.Rows.Single().Id);
        Assert.True(claim.Now >= due.AddMilliseconds(-1));
        var after = await store.StatusAsync();
        Assert.Equal((1, 0, 1), (after.Pending, after.Scheduled, after.Leased));
    }

    [Fact]
    public async Task APastTime_IsNow()
    {
        var store = await OpenAsync();
        Assert.Equal(OutboxInsertOutcome.Leased, (await store.InsertAsync(due: DateTimeOffset.UtcNow.AddDays(-1))).Result.Outcome);
    }

    [Fact]
    public async Task TheLastDayThereIs_CanBeWaitedFor()
    {
        var store = await OpenAsync();
        var due = new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);
        await store.InsertAsync(due: due);
        Assert.Equal(due, (await store.ClaimAsync()).NextDue);
    }

    [Fact]
    public async Task AScheduledRow_BlocksNothingOfItsKey_AndEntersWhenItIsDue()
    {
        var store = await OpenAsync();
        var (scheduled, _) = await store.InsertAsync("k", due: Later);
        var (first, firstResult) = await store.InsertAsync("k");
        Assert.Equal(OutboxInsertOutcome.Leased, firstResult.Outcome);
        await store.InsertAsync("k", OutboxLeaseRequest.None);
        Assert.True(await store.Store.MakeDueAsync(scheduled.Id, Cancellation));
        await store.SettleAsync(OpenStore.Remove(firstResult.Position, first.Id));
        await store.ReleaseKeysAsync("k");
        var rows = await store.ClaimAllAsync();
        Assert.Equal(2, rows.Count);
        Assert.Equal(scheduled.Id, rows[1].Id);
        Assert.True(rows[1].Position > firstResult.Position);
    }

    [Fact]
    public async Task ScheduledRows_ComeInTheOrderOfTheirTime()
    {
        var (store, _) = await ScheduleSoonAsync(150, static async (store, soon) =>
        {
            int other = await store.RouteAsync("order.paid", "a");
            var rows = new List<OutboxNewRow>();
            foreach (int i in (int[])[3, 1, 4, 2, 0]) rows.Add(await store.RowAsync(i % 2 == 0 ? "k" : null, due: soon.AddMilliseconds(i), route: i < 3 ? other : null));
            return [.. rows];
        });
        var claimed = new List<OutboxRow>();
        await Eventually.TrueAsync(
            async () =>
            {
                claimed.AddRange((await store.ClaimAsync(2, await store.RouteAsync("order.paid", "a"), await store.RouteAsync())).Rows);
                return claimed.Count == 5;
            },
            waitedFor: "five rows");
        Assert.Equal(claimed.Where(static row => row.OrderKey is not null).OrderBy(static row => row.Due).Select(static row => row.Id), claimed.Where(static row => row.OrderKey is not null).Select(static row => row.Id));
        Assert.Equal(5, (await store.StatusAsync()).Pending);
    }

    [Fact]
    public async Task Cancel_TakesBackWhatWaits_AndNothingThatIsLeased()
    {
        var store = await OpenAsync();
        var (scheduled, _) = await store.InsertAsync(due: Later);
        var (leased, _) = await store.InsertAsync();
        Assert.True(await store.Store.CancelAsync(scheduled.Id, Cancellation));
        Assert.False(await store.Store.CancelAsync(scheduled.Id, Cancellation));
        Assert.False(await store.Store.CancelAsync(leased.Id, Cancellation));
        Assert.False(await store.Store.CancelAsync(Guid.NewGuid(), Cancellation));
        var status = await store.StatusAsync();
        Assert.Equal((1, 0), (status.Pending, status.Scheduled));
    }

    [Fact]
    public async Task MakeDue_IsForWhatIsNotDue()
    {
        var store = await OpenAsync();
        var (scheduled, _) = await store.InsertAsync(due: Later);
        var (waiting, _) = await store.InsertAsync(lease: OutboxLeaseRequest.None);
        Assert.False(await store.Store.MakeDueAsync(waiting.Id, Cancellation));
        Assert.False(await store.Store.MakeDueAsync(Guid.NewGuid(), Cancellation));
        int wakes = store.Wakes;
        Assert.True(await store.Store.MakeDueAsync(scheduled.Id, Cancellation));
        await Eventually.TrueAsync(() => store.Wakes > wakes, waitedFor: "a wake-up");
        Assert.Equal(2, (await store.StatusAsync()).Pending);
        Assert.Equal(2, (await store.ClaimAllAsync()).Count);
        Assert.Equal(0, (await store.StatusAsync()).Scheduled);
    }

    // Writes rows that will be due soon, and are not when they are written. Where the process stood still meanwhile, it is done again with more time, as an application of its own.
    private async Task<(OpenStore Store, OutboxNewRow[] Rows)> ScheduleSoonAsync(int milliseconds, Func<OpenStore, DateTimeOffset, Task<OutboxNewRow[]>> rowsAsync)
    {
        for (int ahead = milliseconds; ; ahead *= 2)
        {
            var store = await OpenAsync($"shop {ahead}");
            var rows = await rowsAsync(store, DateTimeOffset.UtcNow.AddMilliseconds(ahead));
            var written = await store.CommitAsync(rows);
            if (written.Inserts.All(static row => row.Outcome == OutboxInsertOutcome.Waiting)) return (store, rows);
        }
    }
}
