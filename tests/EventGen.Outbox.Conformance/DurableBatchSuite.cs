namespace EventGen.Outbox.Conformance;

/// <summary>Many durable events in one transaction of the application.</summary>
public abstract class DurableBatchSuite(StoreBackend backend) : StoreSuite(backend)
{
    private readonly string _run = Guid.NewGuid().ToString();

    [Fact]
    public async Task ABatch_IsDeliveredAfterTheCommit_AndNeverAfterARollBack()
    {
        await using var bus = await StartAsync();
        await using var connection = await Backend.ConnectAsync();
        var batch = new DurableBatch();
        await using (var rolledBack = await connection.BeginTransactionAsync(Cancellation))
        {
            batch.Add(bus.Topic<Posted>(), new Posted(_run, 1));
            await batch.EmitAsync(rolledBack, Cancellation);
            Assert.Equal(0, batch.Count);
            await rolledBack.RollbackAsync(Cancellation);
        }

        await using (var committed = await connection.BeginTransactionAsync(Cancellation))
        {
            for (int number = 2; number <= 200; number++) batch.Add(bus.Topic<Posted>(), new Posted(_run, number));
            Assert.Equal(199, batch.Count);
            await batch.EmitAsync(committed, Cancellation);
            await batch.EmitAsync(committed, Cancellation);   // nothing more
            Assert.Empty(Mailroom.Of(_run).Handled);
            await committed.CommitAsync(Cancellation);
        }

        await DeliveredAsync(bus);

        Assert.Equal(Enumerable.Range(2, 199), Mailroom.Of(_run).Handled.Order());
    }

    [Fact]
    public async Task ABatch_TakesOnlyDurableEventsOfOneBus()
    {
        await using var bus = await StartAsync();
        await using var other = await StartAsync();
        var batch = new DurableBatch();
        batch.Add(bus.Topic<Posted>(), new Posted(_run, 1));

        Assert.Contains("another bus", Assert.Throws<ArgumentException>(() => batch.Add(other.Topic<Posted>(), new Posted(_run, 2))).Message, StringComparison.Ordinal);
        Assert.Contains("not durable", Assert.Throws<InvalidOperationException>(() => batch.Add(bus.Topic<PostcardSeen>(), new PostcardSeen(3))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => batch.Add(bus.Topic<Posted>(), null!));
        Assert.Equal(1, batch.Count);
    }
}
