namespace EventGen.Outbox.Conformance;

/// <summary>Rows that are delivered from memory: no index has them but that of positions, so each way to find one is tried.</summary>
/// <param name="backend">The database.</param>
/// <param name="positionOf">The position from memory that an id makes.</param>
public abstract class FromMemorySuite(StoreBackend backend, Func<Guid, long> positionOf) : StoreSuite(backend)
{
    [Fact]
    public async Task ItIsFoundByItsId_AndCounted()
    {
        var store = await OpenAsync();
        var (row, result) = await store.InsertAsync();
        Assert.Equal(OutboxInsertOutcome.Leased, result.Outcome);
        Assert.Equal(result.Position, Assert.Single(await store.ListAsync(new OutboxFilter { Id = row.Id })).Position);
        Assert.Empty(await store.ListAsync(new OutboxFilter { Id = Guid.CreateVersion7() }));
        Assert.Single(await store.ListAsync(new OutboxFilter { State = OutboxEntryState.Leased }));
        var status = await store.StatusAsync();
        Assert.Equal((1, 1, 1), (status.Pending, status.Leased, Assert.Single(status.Instances).Leased));
        Assert.NotNull(status.OldestPending);

        Assert.Equal([true], await store.SettleAsync(OpenStore.Remove(result.Position, row.Id)));
        status = await store.StatusAsync();
        Assert.Equal((0, 0, null), (status.Pending, status.Leased, status.OldestPending));
        Assert.Empty(await store.ListAsync());
    }

    [Fact]
    public async Task ItIsClaimed_OnceItIsReleased()
    {
        var store = await OpenAsync();
        var (row, result) = await store.InsertAsync();
        var release = new OutboxSettlement { Position = result.Position, Id = row.Id, Kind = OutboxSettlementKind.Release, Route = row.Route };
        Assert.Equal([true], await store.SettleAsync(release));
        Assert.Equal([false], await store.SettleAsync(release));
        Assert.Equal((1, 0), ((await store.StatusAsync()).Pending, (await store.StatusAsync()).Leased));
        Assert.Equal(OutboxInsertOutcome.Duplicate, (await store.InsertAsync(mode: OutboxInsertMode.Repeat, id: row.Id)).Result.Outcome);

        var claimed = Assert.Single(await store.ClaimAllAsync());
        Assert.Equal((row.Id, 0), (claimed.Id, claimed.Crashes));
        await store.RemoveAsync(claimed);
        Assert.Equal(0, (await store.StatusAsync()).Pending);
    }

    [Fact]
    public async Task WhatIsCancelledOrMadeDue_IsNotOneOfThem()
    {
        var store = await OpenAsync();
        var (row, _) = await store.InsertAsync();
        Assert.False(await store.Store.CancelAsync(row.Id, Cancellation));
        Assert.False(await store.Store.MakeDueAsync(row.Id, Cancellation));
        Assert.Single(await store.ListAsync());
    }

    [Theory]
    [InlineData(OutboxLeaseRequest.InOrder)]
    [InlineData(OutboxLeaseRequest.Always)]
    public async Task TwoOfOnePosition_AreBothWritten(OutboxLeaseRequest lease)
    {
        var store = await OpenAsync();
        Guid[] ids = [.. OfOnePosition(), Guid.CreateVersion7()];
        var (first, _) = await store.InsertAsync(lease: lease, id: ids[0]);
        var rows = new List<OutboxNewRow>();
        foreach (var id in ids[1..]) rows.Add(await store.RowAsync(lease: lease, id: id));
        var batch = new OutboxBatch { Inserts = rows };
        var result = lease == OutboxLeaseRequest.Always ? await Task.Run(() => store.Store.Commit(batch)) : await store.Store.CommitAsync(batch, Cancellation);
        Assert.All(result.Inserts, static inserted => Assert.Equal(OutboxInsertOutcome.Leased, inserted.Outcome));
        Assert.Equal(3, (await store.StatusAsync()).Pending);

        foreach (var id in ids)
        {
            var listed = Assert.Single(await store.ListAsync(new OutboxFilter { Id = id }));
            Assert.Equal((id, store.Session.Epoch), (listed.Id, listed.Owner));
            var again = (await store.InsertAsync(mode: OutboxInsertMode.Repeat, id: id)).Result;
            Assert.Equal((OutboxInsertOutcome.Duplicate, listed.Position), (again.Outcome, again.Position));
        }

        await store.RemoveAsync([.. await store.ListAsync()]);
        Assert.Equal(0, (await store.StatusAsync()).Pending);
        Assert.NotEqual(first.Id, ids[1]);
    }

    // A position has 46 bits of an id, 16 of them from its time: among 2^18 ids of one moment there are about 30 pairs.
    private Guid[] OfOnePosition()
    {
        var moment = DateTimeOffset.UtcNow;
        var known = new Dictionary<long, Guid>();
        while (true)
        {
            var id = Guid.CreateVersion7(moment);
            if (known.TryGetValue(positionOf(id), out var other)) return [other, id];
            known.Add(positionOf(id), id);
        }
    }

    [Theory]
    [InlineData("{0:x8}-1234-7000-8000-000000000001")]
    [InlineData("01970000-1234-7000-8000-0000{0:x8}")]
    [InlineData("01970000-1234-7000-{0:x4}-000000000001")]
    [InlineData("0197{0:x4}-1234-7000-8000-000000000001")]
    public void IdsThatDifferInAnyPart_HavePositionsOfTheirOwn(string form)
    {
        // As an application may make them of numbers.
        var positions = Enumerable.Range(0, 10_000).Select(number => positionOf(Guid.Parse(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, number)))).ToHashSet();
        Assert.InRange(positions.Count, 9_990, 10_000);
    }

    [Fact]
    public async Task TheNumbersOfTheOthers_AreNotTouched()
    {
        // An event with a key, and one without a lease, beside one from memory in one batch.
        var store = await OpenAsync();
        var result = await store.CommitAsync(await store.RowAsync("k"), await store.RowAsync(), await store.RowAsync(lease: OutboxLeaseRequest.None), await store.RowAsync("k"));
        Assert.Equal(
            [OutboxInsertOutcome.Leased, OutboxInsertOutcome.Leased, OutboxInsertOutcome.Waiting, OutboxInsertOutcome.Leased], result.Inserts.Select(static inserted => inserted.Outcome));
        Assert.Equal(4, result.Inserts.Select(static inserted => inserted.Position).Distinct().Count());
        Assert.True(result.Inserts[0].Position < result.Inserts[3].Position);
        Assert.Equal((4, 3), ((await store.StatusAsync()).Pending, (await store.StatusAsync()).Leased));
    }

    [Fact]
    public async Task WithoutALease_ItBelongsToNobody()
    {
        var store = await OpenAsync();
        await store.Store.CloseAsync(Cancellation);
        var (row, result) = await store.InsertAsync();
        Assert.Equal(OutboxInsertOutcome.Waiting, result.Outcome);
        Assert.Null(Assert.Single(await store.ListAsync(new OutboxFilter { Id = row.Id })).Owner);
        var other = await OpenAsync();
        Assert.Equal((1, 0), ((await other.StatusAsync()).Pending, (await other.StatusAsync()).Leased));
    }
}
