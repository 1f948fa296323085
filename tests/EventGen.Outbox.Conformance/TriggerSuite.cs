namespace EventGen.Outbox.Conformance;

/// <summary>Triggers of changes that the application reports itself, over a real database.</summary>
public abstract class TriggerSuite(StoreBackend backend) : StoreSuite(backend)
{
    private readonly string _run = Guid.NewGuid().ToString();

    private Mailroom Room => Mailroom.Of(_run);

    [Fact]
    public async Task AChangeInATransaction_FiresWithItsCommit_AndNeverAfterARollBack()
    {
        await ExecuteAsync(Backend.CreateEffects);
        await using var bus = await StartAsync();
        await using var connection = await Backend.ConnectAsync();
        foreach (int number in (int[])[1, 2])
        {
            await using var transaction = await connection.BeginTransactionAsync(Cancellation);
            await using var write = connection.CreateCommand();
            (write.Transaction, write.CommandText) = (transaction, $"INSERT INTO effects (id) VALUES ('{number}')");
            await write.ExecuteNonQueryAsync(Cancellation);
            await bus.ChangedAsync(BecomesPosted(number), transaction, Cancellation);
            Assert.Empty(Room.Handled);
            if (number == 1) await transaction.RollbackAsync(Cancellation);
            else await transaction.CommitAsync(Cancellation);
        }

        await DeliveredAsync(bus);

        Assert.Equal([2], Room.Handled);
        Assert.Equal(1, await CountAsync("effects"));
    }

    [Fact]
    public async Task SeveralChangesInOneTransaction_FireEach()
    {
        await using var bus = await StartAsync();
        await using var connection = await Backend.ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync(Cancellation))
        {
            await bus.ChangedAsync(BecomesPosted(1), transaction, Cancellation);
            await bus.ChangedAsync(new EntityChange<Parcel>(EntityChangeKind.Added, new Parcel(_run, 2, IsPosted: true)), transaction, Cancellation);
            await bus.ChangedAsync(new EntityChange<Parcel>(EntityChangeKind.Added, new Parcel(_run, 3, IsPosted: false)), transaction, Cancellation);
            await bus.ChangedAsync(new EntityChange<Parcel>(EntityChangeKind.Deleted, new Parcel(_run, 4, IsPosted: true)), transaction, Cancellation);
            await bus.ChangedAsync(BecomesPosted(1), transaction, Cancellation);
            await transaction.CommitAsync(Cancellation);
        }

        await DeliveredAsync(bus);

        Assert.Equal([1, 1, 2], Room.Handled.Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatAChangeFired_IsDeliveredByTheNextStart_WhenThisOneEnds(bool isInTransaction)
    {
        Room.Gate = new AsyncGate();
        await using (var bus = await StartAsync(configure: static options => options.DrainTimeout = TimeSpan.Zero))
        {
            if (isInTransaction)
            {
                await using var connection = await Backend.ConnectAsync();
                await using var transaction = await connection.BeginTransactionAsync(Cancellation);
                await bus.ChangedAsync(BecomesPosted(1), transaction, Cancellation);
                await transaction.CommitAsync(Cancellation);
            }
            else
            {
                await bus.ChangedAsync(BecomesPosted(1), Cancellation);
            }

            Assert.Equal(1, await CountAsync("eventgen_outbox"));
            await bus.StopAsync(Cancellation);
        }

        Assert.Empty(Room.Handled);
        Room.Gate = null;
        await using var restarted = await StartAsync();
        await DeliveredAsync(restarted);
        Assert.Equal([1], Room.Handled);
    }

    [Fact]
    public async Task AnEventThatIsNotDurable_IsRefusedInATransaction_AndNothingOfTheChangeIsWritten()
    {
        await using var bus = await StartAsync();
        var change = new EntityChange<Parcel>(EntityChangeKind.Added, new Postcard(_run, 1, IsPosted: true));
        await using (var connection = await Backend.ConnectAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync(Cancellation);
            var refusal = await Assert.ThrowsAsync<InvalidOperationException>(async () => await bus.ChangedAsync(change, transaction, Cancellation));
            Assert.Contains("'test.postcard.seen', which is not durable", refusal.Message, StringComparison.Ordinal);
            await transaction.CommitAsync(Cancellation);
        }

        Assert.Equal(0, await CountAsync("eventgen_outbox"));
        await bus.ChangedAsync(change, Cancellation);
        await DeliveredAsync(bus);
        Assert.Equal([1], Room.Handled);
    }

    [Fact]
    public async Task AMappingThatThrows_WritesNothing_AndTheTransactionGoesOn()
    {
        await using var bus = await StartAsync();
        await using var connection = await Backend.ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync(Cancellation))
        {
            var failure = await Assert.ThrowsAsync<EntityTriggerException>(async () => await bus.ChangedAsync(BecomesPosted(-1), transaction, Cancellation));
            Assert.Equal("test.posted", failure.EventId);
            await bus.ChangedAsync(BecomesPosted(2), transaction, Cancellation);
            await transaction.CommitAsync(Cancellation);
        }

        await DeliveredAsync(bus);
        Assert.Equal([2], Room.Handled);
    }

    private EntityChange<Parcel> BecomesPosted(int number) =>
        new(EntityChangeKind.Modified, new Parcel(_run, number, IsPosted: true), original: new Parcel(_run, number, IsPosted: false));
}
