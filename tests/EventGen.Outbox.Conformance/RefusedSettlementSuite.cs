namespace EventGen.Outbox.Conformance;

/// <summary>What the database refuses to write of an event, until somebody changes something in it, loses nothing and holds up nobody else.</summary>
public abstract class RefusedSettlementSuite(StoreBackend backend) : StoreSuite(backend)
{
    private const int Unlucky = 13;

    private readonly string _run = Guid.NewGuid().ToString();
    private readonly LogRecorder _log = new();

    private Mailroom Room => Mailroom.Of(_run);

    [Fact]
    public async Task AnEventThatCannotBeRemoved_StaysAlone_IsReported_AndGoesOnceItMay()
    {
        await using var bus = await StartAsync();
        await ExecuteAsync(Backend.RefuseRemoval);
        await Task.WhenAll(Enumerable.Range(1, 40).Select(number => EmitAsync(bus, number)));

        await Eventually.TrueAsync(async () => await CountAsync("eventgen_outbox") == 1 && Room.Handled.Count == 40);
        await Eventually.TrueAsync(() => bus.GetHealth().Status == EventBusStatus.Degraded);
        string problem = Assert.Single(bus.GetHealth().Problems);
        Assert.Contains("refuses to write what became of 1 events", problem, StringComparison.Ordinal);
        Assert.Contains("Unlucky numbers stay", problem, StringComparison.Ordinal);

        // Others pass beside it.
        await EmitAsync(bus, 41);
        await Eventually.TrueAsync(async () => await CountAsync("eventgen_outbox") == 1 && Room.Handled.Contains(41));

        await ExecuteAsync(Backend.Allow("outbox"));
        await Eventually.TrueAsync(async () => await CountAsync("eventgen_outbox") == 0 && bus.GetHealth().Status == EventBusStatus.Healthy);
        Assert.Equal(Enumerable.Range(1, 41), Room.Handled.Order());
        Assert.Equal((1, 1, 0), (_log.Count(143), _log.Count(144), _log.Count(121)));
        Assert.Equal(0, (await bus.Outbox.GetStatusAsync(Cancellation)).Pending);
    }

    [Fact]
    public async Task ADeadLetterThatCannotBeKept_LeavesItsEventInTheOutbox_UntilItCan()
    {
        await using var bus = await StartAsync();
        await ExecuteAsync(Backend.RefuseDeadLetters);
        Room.Fails = true;
        await EmitAsync(bus, 1);
        await Eventually.TrueAsync(() => _log.Count(143) == 1);
        Room.Fails = false;
        await EmitAsync(bus, 2);
        await Eventually.TrueAsync(async () => await CountAsync("eventgen_outbox") == 1 && Room.Handled.Contains(2));

        await ExecuteAsync(Backend.Allow("dead_letters"));

        await Eventually.TrueAsync(async () => await CountAsync("eventgen_outbox") == 0);
        Assert.Equal("mailroom", Assert.Single(await bus.DeadLetters.ListAsync(cancellationToken: Cancellation)).Target);
        Assert.Equal(1, _log.Count(143));
    }

    [Fact]
    public async Task AfterAStop_TheNextStartHasIt()
    {
        await using (var bus = await StartAsync())
        {
            await ExecuteAsync(Backend.RefuseRemoval);
            await EmitAsync(bus, Unlucky);
            await Eventually.TrueAsync(() => _log.Count(143) == 1);
            var report = await bus.StopAsync(Cancellation);
            Assert.Contains("test.posted", report.ToString(), StringComparison.Ordinal);
        }

        await ExecuteAsync(Backend.Allow("outbox"));
        await using var next = await StartAsync();
        await Eventually.TrueAsync(async () => await CountAsync("eventgen_outbox") == 0);

        // It was delivered again: only what is written in an OutboxTransaction happens once whatever the database refuses.
        Assert.All(Room.Handled, static number => Assert.Equal(Unlucky, number));
    }

    private Task EmitAsync(EventBus bus, int number) => bus.Topic<Posted>().EmitAsync(new Posted(_run, number), Cancellation).AsTask();

    private async Task<EventBus> StartAsync()
    {
        var bus = EventBus.Create(b =>
        {
            b.AddModule(EventGenOutboxConformanceEventModule.Instance).UseServices(NoServices.Instance).UseLogging(_log);
            Backend.AddOutbox(b, options => (options.Application, options.Instance, options.PollInterval) = (_run, "a", TimeSpan.FromMilliseconds(50)));
        });
        await bus.StartAsync(Cancellation);
        return bus;
    }
}
