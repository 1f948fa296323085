namespace EventGen.Outbox.Conformance;

/// <summary>What a handler does in its transaction, as a program sees it.</summary>
public abstract class HandlerTransactionSuite(StoreBackend backend) : StoreSuite(backend)
{
    private readonly string _run = Guid.NewGuid().ToString();

    private Mailroom Room => Mailroom.Of(_run);

    [Fact]
    public async Task AScheduledEvent_IsCommittedWithTheTransaction_AndNeverAfterARollBack()
    {
        await using var bus = await StartAsync();
        int attempts = 0;
        Room.Chore = async (transaction, _, token) =>
        {
            await transaction.BeginAsync(token);
            await bus.Topic<Posted>().ScheduleAsync(new Posted(_run, 1), TimeSpan.FromDays(1), token);
            if (++attempts == 1) throw new InvalidOperationException("The first attempt fails.");
            await bus.Topic<Posted>().ScheduleAsync(new Posted(_run, 2), DateTimeOffset.UtcNow.AddDays(1), token);
            await bus.Topic<Posted>().ScheduleAsync(new Posted(_run, 3), TimeSpan.Zero, token);
        };

        await bus.Topic<Chore>().EmitAsync(new Chore(_run, 1), Cancellation);

        await Eventually.TrueAsync(async () => await bus.Outbox.GetStatusAsync(Cancellation) is { Pending: 0, Scheduled: 2 }, waitedFor: "the two scheduled events of the second attempt");
        Assert.Equal([3], Room.Handled);
        Assert.Empty(await bus.DeadLetters.ListAsync(cancellationToken: Cancellation));
    }

    [Fact]
    public async Task AnEventUnderAnId_IsAcceptedOnce_WhicheverTransactionsEmitIt()
    {
        await using var bus = await StartAsync();
        var id = Guid.CreateVersion7();
        Room.Chore = async (transaction, _, token) =>
        {
            await transaction.BeginAsync(token);
            await bus.Topic<Posted>().EmitAsync(new Posted(_run, 1), id, token);
        };

        foreach (int number in (int[])[1, 2])
        {
            await bus.Topic<Chore>().EmitAsync(new Chore(_run, number), Cancellation);
            await DeliveredAsync(bus);
        }

        await bus.Topic<Posted>().EmitAsync(new Posted(_run, 1), id, Cancellation);
        await DeliveredAsync(bus);

        Assert.Equal([1], Room.Handled);
        Assert.Empty(await bus.DeadLetters.ListAsync(cancellationToken: Cancellation));
    }

    // The mark of the id is left at the end, however often the event was in the store in between.
    [Fact]
    public async Task AnEventUnderAnId_IsAcceptedOnce_AlsoAfterAFailedAttempt()
    {
        await using var bus = await StartAsync();
        var id = Guid.CreateVersion7();
        int attempts = 0;
        Room.Chore = (_, _, _) => ++attempts == 1 ? throw new InvalidOperationException("The first attempt fails.") : Task.CompletedTask;
        await bus.Topic<Chore>().EmitAsync(new Chore(_run, 1), id, Cancellation);
        await DeliveredAsync(bus);

        await bus.Topic<Chore>().EmitAsync(new Chore(_run, 1), id, Cancellation);
        await DeliveredAsync(bus);

        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task FlowsThatBeginItAtOnce_HaveOneTransaction_AndNothingOfThemIsLost()
    {
        await ExecuteAsync(Backend.CreateEffects);
        await using var bus = await StartAsync();
        Room.Chore = async (transaction, _, token) =>
        {
            using var turn = new SemaphoreSlim(1);
            var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Task[] flows =
            [
                .. Enumerable.Range(1, 8).Select(async number =>
                {
                    await begin.Task;
                    await transaction.BeginAsync(token);
                    await bus.Topic<Posted>().EmitAsync(new Posted(_run, number), token);
                    await turn.WaitAsync(token);
                    try
                    {
                        await WriteAsync(transaction, number, token);
                    }
                    finally
                    {
                        turn.Release();
                    }
                }),
            ];
            begin.SetResult();
            await Task.WhenAll(flows);
        };

        await bus.Topic<Chore>().EmitAsync(new Chore(_run, 1), Cancellation);
        await DeliveredAsync(bus);

        Assert.Equal(8, await CountAsync("effects"));
        Assert.Equal(Enumerable.Range(1, 8), Room.Handled.Order());
    }

    [Fact]
    public async Task AHandlerThatEndsBeforeItsTransactionHasBegun_LeavesNothingOpen()
    {
        await ExecuteAsync(Backend.CreateEffects);
        await using var bus = await StartAsync();
        Task? forgotten = null;
        Room.Chore = (transaction, number, token) =>
        {
            if (number > 1) return WriteAsync(transaction, number, token);
            forgotten = transaction.BeginAsync(token).AsTask();
            return Task.CompletedTask;
        };

        await bus.Topic<Chore>().EmitAsync(new Chore(_run, 1), Cancellation);
        await DeliveredAsync(bus);
        await bus.Topic<Chore>().EmitAsync(new Chore(_run, 2), Cancellation);
        await DeliveredAsync(bus);

        Assert.Equal(1, await CountAsync("effects"));
        Assert.NotNull(forgotten);
    }

    [Fact]
    public async Task InvokingAHandlerWithATransaction_InsideAnOpenOne_WorksOrSaysAtOnceWhatToDo()
    {
        await ExecuteAsync(Backend.CreateEffects);
        await using var bus = await StartAsync();
        Exception? failure = null;
        Room.Chore = async (transaction, number, token) =>
        {
            await WriteAsync(transaction, number, token);
            if (number == 1) failure = await Record.ExceptionAsync(() => bus.Topic<Chore>().InvokeAsync(new Chore(_run, 2), token).AsTask());
        };

        await bus.Topic<Chore>().EmitAsync(new Chore(_run, 1), Cancellation);
        await DeliveredAsync(bus);

        Assert.Equal(Backend.HasOneDeliverer ? 1 : 2, await CountAsync("effects"));
        if (Backend.HasOneDeliverer) Assert.Contains("Invoke before the first use of the transaction", failure!.ToString(), StringComparison.Ordinal);
        else Assert.Null(failure);
    }

    [Fact]
    public async Task InvokedWithinAnOpenTransactionOfTheCallers_AHandlersTransaction_WorksOrSaysWhatToDo()
    {
        await ExecuteAsync(Backend.CreateEffects);
        await using var bus = EventBus.Create(b =>
        {
            b.AddModule(EventGenOutboxConformanceEventModule.Instance).UseServices(NoServices.Instance);

            // For so long it waits for the caller's transaction, where it has to.
            Backend.AddOutbox(b, options => (options.Application, options.LeaseDuration) = ("shop", TimeSpan.FromSeconds(Backend.HasOneDeliverer ? 1 : 30)));
        });
        await bus.StartAsync(Cancellation);
        Room.Chore = WriteAsync;
        await using var connection = await Backend.ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync(Cancellation))
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "INSERT INTO effects (id) VALUES ('the caller''s')";
            await command.ExecuteNonQueryAsync(Cancellation);
            var failure = await Record.ExceptionAsync(() => bus.Topic<Chore>().InvokeAsync(new Chore(_run, 1), Cancellation).AsTask());
            if (Backend.HasOneDeliverer) Assert.Contains("this flow's own transaction, commit it before", failure!.ToString(), StringComparison.Ordinal);
            else Assert.Null(failure);
            await transaction.CommitAsync(Cancellation);
        }

        await bus.Topic<Chore>().InvokeAsync(new Chore(_run, 2), Cancellation);
        Assert.Equal(Backend.HasOneDeliverer ? 2 : 3, await CountAsync("effects"));
    }

    [Fact]
    public async Task TakingAnEventBack_InsideAnOpenTransaction_WorksOrSaysAtOnceWhatToDo()
    {
        await using var bus = await StartAsync();
        var id = await bus.Topic<Posted>().ScheduleAsync(new Posted(_run, 1), TimeSpan.FromDays(1), Cancellation);
        Exception? inside = null;
        Room.Chore = async (transaction, _, token) =>
        {
            await transaction.BeginAsync(token);
            inside = await Record.ExceptionAsync(async () => await bus.Outbox.CancelAsync(id, token));
            transaction.OnCommitted(async () => await bus.Outbox.CancelAsync(id, CancellationToken.None));
        };

        await bus.Topic<Chore>().EmitAsync(new Chore(_run, 1), Cancellation);
        await DeliveredAsync(bus);

        if (Backend.HasOneDeliverer) Assert.Contains("in OutboxTransaction.OnCommitted", Assert.IsType<InvalidOperationException>(inside).Message, StringComparison.Ordinal);
        else Assert.Null(inside);
    }

    private static async Task WriteAsync(OutboxTransaction transaction, int number, CancellationToken cancellationToken)
    {
        await using var command = transaction.Connection.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction.Transaction, $"INSERT INTO effects (id) VALUES ('{number}')");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
