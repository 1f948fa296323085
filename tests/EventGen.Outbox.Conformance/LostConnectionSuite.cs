namespace EventGen.Outbox.Conformance;

/// <summary>A handler's transaction whose connection ends: for databases behind a connection.</summary>
/// <param name="backend">The database.</param>
/// <param name="ending">The statement that ends the connection it runs on.</param>
public abstract class LostConnectionSuite(StoreBackend backend, string ending) : StoreSuite(backend)
{
    private readonly string _run = Guid.NewGuid().ToString();
    private int _attempts;

    private Mailroom Room => Mailroom.Of(_run);

    // The handler has two attempts.
    [Fact]
    public async Task AttemptsWhoseConnectionIsLost_DoNotCount()
    {
        await using var bus = await StartAsync();
        Room.Chore = async (transaction, number, token) =>
        {
            await transaction.BeginAsync(token);
            if (Interlocked.Increment(ref _attempts) <= 2) await EndAsync(transaction, token);
            await bus.Topic<Posted>().EmitAsync(new Posted(_run, number), token);
        };

        await bus.Topic<Chore>().EmitAsync(new Chore(_run, 1), Cancellation);
        await DeliveredAsync(bus);

        Assert.Equal(3, _attempts);
        Assert.Equal([1], Room.Handled);
        Assert.Empty(await bus.DeadLetters.ListAsync(cancellationToken: Cancellation));
    }

    [Fact]
    public async Task AHandlerThatLosesItsConnectionEachTime_IsGivenUp()
    {
        await using var bus = await StartAsync();
        Room.Chore = async (transaction, _, token) =>
        {
            Interlocked.Increment(ref _attempts);
            await transaction.BeginAsync(token);
            await EndAsync(transaction, token);
        };

        await bus.Topic<Chore>().EmitAsync(new Chore(_run, 1), Cancellation);
        await DeliveredAsync(bus);

        Assert.Equal(5, _attempts);
        Assert.Equal(2, Assert.Single(await bus.DeadLetters.ListAsync(cancellationToken: Cancellation)).Attempts);
    }

    private async Task EndAsync(OutboxTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = transaction.Connection.CreateCommand();
        command.Transaction = transaction.Transaction;
        command.CommandText = ending;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
