using System.Text;

namespace EventGen.Outbox.Conformance;

/// <summary>New rows, and what becomes of them.</summary>
public abstract class AcceptingSuite(StoreBackend backend) : StoreSuite(backend)
{
    [Fact]
    public async Task InOrder_WithoutKey_IsLeasedAndInNoClaim()
    {
        var store = await OpenAsync();
        var (row, result) = await store.InsertAsync();
        Assert.Equal(OutboxInsertOutcome.Leased, result.Outcome);
        Assert.True(result.Position > 0);
        Assert.Empty(await store.ClaimAllAsync());
        var listed = Assert.Single(await store.ListAsync());
        Assert.Equal((row.Id, result.Position, store.Session.Epoch, store.Session.Epoch), (listed.Id, listed.Position, listed.Owner, listed.Origin));
    }

    [Fact]
    public async Task None_BelongsToNobody_AndIsClaimedOnce()
    {
        var store = await OpenAsync();
        var (row, result) = await store.InsertAsync(lease: OutboxLeaseRequest.None);
        Assert.Equal(OutboxInsertOutcome.Waiting, result.Outcome);
        var claimed = Assert.Single(await store.ClaimAllAsync());
        Assert.Equal((row.Id, result.Position, store.Session.Epoch), (claimed.Id, claimed.Position, claimed.Owner));
        Assert.Empty(await store.ClaimAllAsync());
    }

    [Fact]
    public async Task Content_ComesBackAsItWas()
    {
        var store = await OpenAsync();
        var written = await store.RowAsync("Ключ ' \" %", OutboxLeaseRequest.None) with
        {
            Payload = new byte[] { 0, 1, 2, 255 },
            Metadata = Encoding.UTF8.GetBytes("{\"ü\":1}"),
            Timestamp = new DateTimeOffset(2024, 2, 29, 13, 14, 15, 678, 901, TimeSpan.FromHours(5)),
        };
        await store.CommitAsync(written);
        var read = Assert.Single(await store.ClaimAllAsync());
        Assert.Equal(written.Payload.ToArray(), read.Payload.ToArray());
        Assert.Equal(written.Metadata.ToArray(), read.Metadata.ToArray());
        Assert.Equal(written.Timestamp.UtcDateTime, read.Timestamp.UtcDateTime);
        Assert.Equal((written.Key, written.OrderKey, written.Route, 0, 0), (read.Key, read.OrderKey, read.Route, read.Crashes, read.Targets.Length));
    }

    [Fact]
    public async Task EmptyContent_AndKeysThatNoColumnHolds_AreKept()
    {
        var store = await OpenAsync();
        var written = await store.RowAsync("a\0b\ud800", OutboxLeaseRequest.None) with { Payload = default };
        await store.CommitAsync(written);
        var read = Assert.Single(await store.ClaimAllAsync());
        Assert.Equal(("a\uFFFDb\uFFFD", 0, 0), (read.OrderKey, read.Payload.Length, read.Metadata.Length));
        await store.RemoveAsync(read);
        Assert.Equal(OutboxInsertOutcome.Leased, (await store.InsertAsync("a\0b\ud800")).Result.Outcome);
    }

    [Fact]
    public async Task SameIdTwice_IsADuplicate_AndStopsNoOther()
    {
        var store = await OpenAsync();
        var (first, _) = await store.InsertAsync(lease: OutboxLeaseRequest.None);
        var again = await store.RowAsync(mode: OutboxInsertMode.Repeat, id: first.Id);
        var other = await store.RowAsync();
        var result = await store.CommitAsync(again, other, again);
        Assert.Equal([OutboxInsertOutcome.Duplicate, OutboxInsertOutcome.Leased, OutboxInsertOutcome.Duplicate], result.Inserts.Select(static row => row.Outcome));
        Assert.Equal(0, result.Inserts[0].Position);
        Assert.Equal(2, (await store.ListAsync()).Count);
        Assert.Equal(2, (await store.StatusAsync()).Pending);
    }

    [Fact]
    public async Task SameIdTwiceInOneBatch_IsWrittenOnce()
    {
        var store = await OpenAsync();
        var row = await store.RowAsync();
        var result = await store.CommitAsync(row, row);
        Assert.Equal([OutboxInsertOutcome.Leased, OutboxInsertOutcome.Duplicate], result.Inserts.Select(static inserted => inserted.Outcome));
        Assert.Single(await store.ListAsync());
    }

    [Fact]
    public async Task Repeat_OfARowThatIsLeasedHere_NamesIt()
    {
        // What a relay does whose answer was lost: nobody else would deliver the row.
        var store = await OpenAsync();
        var (row, result) = await store.InsertAsync();
        var (_, again) = await store.InsertAsync(mode: OutboxInsertMode.Repeat, id: row.Id);
        Assert.Equal((OutboxInsertOutcome.Duplicate, result.Position), (again.Outcome, again.Position));
    }

    [Fact]
    public async Task Repeat_OfWhatADeadLetterOrAMarkKnows_IsADuplicate()
    {
        var store = await OpenAsync();
        var (dead, deadResult) = await store.InsertAsync();
        var (marked, markedResult) = await store.InsertAsync();
        var (forgotten, forgottenResult) = await store.InsertAsync();
        await store.SettleAsync(
            OpenStore.Remove(deadResult.Position, dead.Id) with { DeadLetters = [OpenStore.DeadLetter(dead.Id)] },
            OpenStore.Remove(markedResult.Position, marked.Id) with { LeavesMark = true },
            OpenStore.Remove(forgottenResult.Position, forgotten.Id));
        Assert.Equal(OutboxInsertOutcome.Duplicate, (await store.InsertAsync(mode: OutboxInsertMode.Repeat, id: dead.Id)).Result.Outcome);
        Assert.Equal(OutboxInsertOutcome.Duplicate, (await store.InsertAsync(mode: OutboxInsertMode.Repeat, id: marked.Id)).Result.Outcome);
        Assert.Equal(OutboxInsertOutcome.Leased, (await store.InsertAsync(mode: OutboxInsertMode.Repeat, id: forgotten.Id)).Result.Outcome);
    }

    [Theory]
    [InlineData(OutboxInsertMode.Repeat, null)]
    [InlineData(OutboxInsertMode.Received, null)]
    [InlineData(OutboxInsertMode.Received, "k")]
    public async Task DeadLetterOfARejectedMessage_MakesNoDuplicate(OutboxInsertMode mode, string? key)
    {
        var store = await OpenAsync();
        var id = Guid.CreateVersion7();
        await store.Store.AddDeadLetterAsync(OpenStore.DeadLetter(id, "rabbitmq") with { Kind = DeadLetterKind.RejectedMessage, ExceptionType = null }, Cancellation);

        var (row, result) = await store.InsertAsync(key, mode: mode, id: id);

        Assert.Equal(OutboxInsertOutcome.Leased, result.Outcome);
        Assert.Equal(row.Id, Assert.Single(await store.ListAsync()).Id);
        Assert.Equal(OutboxInsertOutcome.Duplicate, (await store.InsertAsync(key, mode: mode, id: id)).Result.Outcome);

        // In a transaction of a handler as well.
        var other = Guid.CreateVersion7();
        await store.Store.AddDeadLetterAsync(OpenStore.DeadLetter(other, "rabbitmq") with { Kind = DeadLetterKind.RejectedMessage, ExceptionType = null }, Cancellation);
        await using (var transaction = await store.Store.BeginAsync(new OutboxMark(Guid.CreateVersion7(), "mail"), TimeSpan.FromSeconds(30), Cancellation))
            Assert.True(await transaction.CommitAsync([await store.RowAsync(key, mode: mode, id: other)], Cancellation));
        Assert.Equal(2, (await store.ListAsync()).Count);
    }

    [Fact]
    public async Task Received_Twice_IsADuplicate_AlsoWhenTheRowIsGone()
    {
        var store = await OpenAsync();
        var (row, result) = await store.InsertAsync(mode: OutboxInsertMode.Received);
        Assert.Equal(OutboxInsertOutcome.Leased, result.Outcome);
        Assert.Equal(OutboxInsertOutcome.Duplicate, (await store.InsertAsync(mode: OutboxInsertMode.Received, id: row.Id)).Result.Outcome);
        await store.SettleAsync(OpenStore.Remove(result.Position, row.Id));
        Assert.Equal(OutboxInsertOutcome.Duplicate, (await store.InsertAsync(mode: OutboxInsertMode.Received, id: row.Id)).Result.Outcome);
        Assert.Empty(await store.ListAsync());
    }

    [Fact]
    public async Task ApplicationsShareADatabase_AndSeeNothingOfEachOther()
    {
        var shop = await OpenAsync("shop");
        var bank = await OpenAsync("bank");
        var (row, _) = await shop.InsertAsync("k", OutboxLeaseRequest.None);
        var (same, result) = await bank.InsertAsync("k", id: row.Id);
        Assert.Equal(OutboxInsertOutcome.Leased, result.Outcome);
        Assert.Equal(row.Id, Assert.Single(await shop.ListAsync()).Id);
        Assert.Equal(result.Position, Assert.Single(await bank.ListAsync()).Position);
        Assert.Equal((1, 1), ((await shop.StatusAsync()).Pending, (await bank.StatusAsync()).Pending));
        Assert.Single(await shop.ClaimAllAsync());
        Assert.False(await shop.Store.CancelAsync(same.Id, Cancellation));
    }

    [Fact]
    public async Task Status_CountsWhatWaits()
    {
        var store = await OpenAsync();
        Assert.Equal(new OutboxStatus { Pending = 0, Scheduled = 0, Leased = 0 }, await store.StatusAsync() with { Instances = [] });
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        var (row, result) = await store.InsertAsync();
        await store.InsertAsync(lease: OutboxLeaseRequest.None);
        await store.InsertAsync(due: DateTimeOffset.UtcNow.AddHours(1));
        var status = await store.StatusAsync();
        Assert.Equal((2, 1, 1), (status.Pending, status.Scheduled, status.Leased));
        Assert.InRange(status.OldestPending!.Value, before, DateTimeOffset.UtcNow.AddSeconds(1));

        await store.SettleAsync(OpenStore.Remove(result.Position, row.Id));
        await store.RemoveAsync([.. await store.ClaimAllAsync()]);
        Assert.Equal(new OutboxStatus { Pending = 0, Scheduled = 1, Leased = 0 }, await store.StatusAsync() with { Instances = [] });
    }

    [Fact]
    public async Task List_SelectsAndPages()
    {
        var store = await OpenAsync();
        int other = await store.RouteAsync("order.paid", "a", "b");
        for (int i = 0; i < 5; i++) await store.CommitAsync(await store.RowAsync($"k{i}", OutboxLeaseRequest.None), await store.RowAsync(route: other));
        var all = await store.ListAsync();
        Assert.Equal(10, all.Count);
        Assert.Equal(all.Select(static row => row.Position).Order(), all.Select(static row => row.Position));
        var page = await store.ListAsync(new OutboxFilter { After = all[2].Position, Take = 4 });
        Assert.Equal(all.Skip(3).Take(4).Select(static row => row.Id), page.Select(static row => row.Id));
        Assert.Equal(5, (await store.ListAsync(new OutboxFilter { EventId = "order.paid" })).Count);
        Assert.Equal("k3", Assert.Single(await store.ListAsync(new OutboxFilter { Key = "k3" })).Key);
        Assert.Equal(all[7].Id, Assert.Single(await store.ListAsync(new OutboxFilter { Id = all[7].Id })).Id);
        Assert.Equal(5, (await store.ListAsync(new OutboxFilter { State = OutboxEntryState.Leased })).Count);
        Assert.Equal(5, (await store.ListAsync(new OutboxFilter { State = OutboxEntryState.Waiting })).Count);
        Assert.Empty(await store.ListAsync(new OutboxFilter { State = OutboxEntryState.Scheduled }));
    }

    [Fact]
    public async Task List_CallsWhatWaitsForAnotherAttemptWaiting_AsTheStatusCountsIt()
    {
        var store = await OpenAsync();
        var retrying = await store.RowAsync("k");
        var leased = Assert.Single((await store.CommitAsync(retrying)).Inserts);
        await store.CommitAsync(await store.RowAsync("later", OutboxLeaseRequest.None, DateTimeOffset.UtcNow.AddHours(1)));
        await store.SettleAsync(new OutboxSettlement
        {
            Position = leased.Position, Id = retrying.Id, Kind = OutboxSettlementKind.Release, Route = retrying.Route, Due = DateTimeOffset.UtcNow.AddHours(1), Targets = "{}"u8.ToArray(),
        });

        var waiting = Assert.Single(await store.ListAsync(new OutboxFilter { State = OutboxEntryState.Waiting }));
        var scheduled = Assert.Single(await store.ListAsync(new OutboxFilter { State = OutboxEntryState.Scheduled }));

        Assert.Equal((retrying.Id, OutboxEntryState.Waiting), (waiting.Id, waiting.StateAt(DateTimeOffset.UtcNow)));
        Assert.Equal(("later", OutboxEntryState.Scheduled), (scheduled.Key, scheduled.StateAt(DateTimeOffset.UtcNow)));
        Assert.Equal((1, 1), ((await store.StatusAsync()).Pending, (await store.StatusAsync()).Scheduled));
    }
}
