namespace EventGen.Nats.Tests;

/// <summary>Durable events: a stream that has no room is waited for, as a server that is away.</summary>
public sealed class OutboxTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nats-outbox-").FullName;
    private readonly LogRecorder _log = new();
    private NatsServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        NatsServer.Require();
        _server = await NatsServer.StartNewAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("messages")]
    [InlineData("bytes")]
    public async Task AFullStream_CostsNoAttempt_IsTold_AndTakesWhatWaitsWhenThereIsRoom(string limit)
    {
        await using var bus = EventBus.Create(builder => builder
            .AddModule(EventGenPublishersConformanceEventModule.Instance)
            .AddSqliteOutbox($"Data Source={Path.Combine(_folder, "consignments.db")};Pooling=False")
            .UseLogging(_log)
            .AddPublisher(NatsSettings.CreateSender(_server, options =>
            {
                if (limit == "messages") options.MaxMessages = 3;
                else options.MaxBytes = 1800;   // at least half of them, also where something listens and each carries its trace; not all, where nothing does
            }))
            .Configure(static options => options.PublisherRetry = new RetryPolicy { Attempts = 2, Delay = TimeSpan.FromMilliseconds(20) }));
        await bus.StartAsync(TestContext.Current.CancellationToken);

        for (int number = 0; number < 6; number++) await bus.Topic<Consignment>().EmitAsync(new Consignment(number), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => _log.Count(165) > 0, Suite.Patience);
        await Eventually.ContainsAsync([$"maximum {limit} exceeded", "The stream is full"], () => bus.GetHealth().Publishers[0].LastError, Suite.Patience);
        Assert.Equal(EventBusStatus.Degraded, bus.GetHealth().Status);
        long taken = (await _server.StateAsync()).Messages;

        await _server.RunAsync(static async context => await context.PurgeStreamAsync(NatsSettings.Stream, new()));
        await Eventually.TrueAsync(async () => taken + (await _server.StateAsync()).Messages == 6, Suite.Patience);
        await Eventually.TrueAsync(async () => (await bus.Outbox.ListAsync(cancellationToken: TestContext.Current.CancellationToken)).Count == 0, Suite.Patience);

        Assert.Equal(0, bus.DeadLetters.Count);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => bus.GetHealth().Status, Suite.Patience);
    }
}
