using System.Collections.Concurrent;
using System.Text;
using RabbitMQ.Client;

namespace EventGen.RabbitMQ.Tests;

/// <summary>Durable events: settled when RabbitMQ has confirmed them, and not before.</summary>
public sealed class OutboxTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rabbit-outbox-").FullName;
    private Broker _broker = null!;

    public async ValueTask InitializeAsync() => _broker = new Broker(await Servers.SteadyAsync());

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null) await _broker.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task ADurableEventThatNoQueueTakes_StaysInTheOutbox_UntilOneDoes()
    {
        await using var bus = EventBus.Create(builder => builder
            .AddModule(EventGenRabbitMQTestsEventModule.Instance)
            .AddSqliteOutbox($"Data Source={Path.Combine(_folder, "notes.db")};Pooling=False")
            .AddPublisher(_broker.Create(static options => options.Receive = false))
            .Configure(static options => options.PublisherRetry = new RetryPolicy { Attempts = 1000, Delay = TimeSpan.FromMilliseconds(50), MaxDelay = TimeSpan.FromMilliseconds(500) }));
        await bus.StartAsync(TestContext.Current.CancellationToken);

        for (int number = 0; number < 10; number++) await bus.Topic<Note>().EmitAsync(new Note(number), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => bus.GetHealth().Publishers[0].LastError?.Contains("NO_ROUTE. No queue is bound to exchange '", StringComparison.Ordinal) == true, Suite.Patience);
        Assert.Equal(10, (await bus.Outbox.ListAsync(cancellationToken: TestContext.Current.CancellationToken)).Count);

        await _broker.RunAsync(async channel =>
        {
            await channel.QueueDeclareAsync(_broker.Queue, durable: true, exclusive: false, autoDelete: false);
            await channel.QueueBindAsync(_broker.Queue, _broker.Exchange, "rabbit.note");
        });

        await Eventually.TrueAsync(() => bus.Outbox.ListAsync().AsTask().GetAwaiter().GetResult().Count == 0, Suite.Patience);
        Assert.Equal(10, await _broker.ReadyAsync(_broker.Queue));
    }

    [Fact]
    public async Task AQueueThatIsFullAndRejects_CostsNoAttempt_AndTakesWhatWaitsWhenThereIsRoom()
    {
        await _broker.RunAsync(async channel =>
        {
            await channel.ExchangeDeclareAsync(_broker.Exchange, ExchangeType.Topic, durable: true);
            await channel.QueueDeclareAsync(_broker.Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-max-length"] = 2, ["x-overflow"] = "reject-publish" });
            await channel.QueueBindAsync(_broker.Queue, _broker.Exchange, "rabbit.note");
        });
        var log = new LogRecorder();
        await using var bus = EventBus.Create(builder => builder
            .AddModule(EventGenRabbitMQTestsEventModule.Instance)
            .AddSqliteOutbox($"Data Source={Path.Combine(_folder, "full.db")};Pooling=False")
            .UseLogging(log)
            .AddPublisher(_broker.Create(static options => options.Receive = false))
            .Configure(static options => options.PublisherRetry = new RetryPolicy { Attempts = 2, Delay = TimeSpan.FromMilliseconds(20) }));
        await bus.StartAsync(TestContext.Current.CancellationToken);

        for (int number = 0; number < 4; number++) await bus.Topic<Note>().EmitAsync(new Note(number), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => log.Count(165) > 0, Suite.Patience);
        await Eventually.ContainsAsync(["a queue is full"], () => bus.GetHealth().Publishers[0].LastError, Suite.Patience);

        while ((await bus.Outbox.ListAsync(cancellationToken: TestContext.Current.CancellationToken)).Count > 0)
            await _broker.RunAsync(async channel => await channel.QueuePurgeAsync(_broker.Queue));
        Assert.Equal(0, bus.DeadLetters.Count);
    }

    [Fact]
    public async Task AMessageThatWasRejected_IsHandledOnceItComesMendedUnderItsId_AndOneWithoutAnIdNever()
    {
        var handled = new ConcurrentQueue<int>();
        await using var bus = EventBus.Create(builder => builder
            .AddModule(new PassedModule([], [], isDurable: true))
            .AddSqliteOutbox($"Data Source={Path.Combine(_folder, "passed.db")};Pooling=False")
            .AddPublisher(_broker.Create()));
        bus.Topic<Passed>().Subscribe((Passed passed) => handled.Enqueue(passed.Number));
        await bus.StartAsync(TestContext.Current.CancellationToken);
        var id = Guid.CreateVersion7();

        await SendAsync(id, "{\"OrderId\":1}");
        await Eventually.EqualAsync(1L, () => bus.DeadLetters.Count, Suite.Patience);
        await SendAsync(Guid.Empty, "{\"Number\":8}");
        await Eventually.EqualAsync(2L, () => bus.DeadLetters.Count, Suite.Patience);
        await SendAsync(id, "{\"Number\":7}");

        await Eventually.EqualAsync(1, () => handled.Count, Suite.Patience);
        Assert.Equal([7], handled);
        Assert.Equal([id, Guid.Empty], (await bus.DeadLetters.ListAsync(cancellationToken: TestContext.Current.CancellationToken)).Select(static deadLetter => deadLetter.EmissionId));
    }

    private Task SendAsync(Guid id, string payload)
    {
        var message = new EventMessage
        {
            Id = id,
            EventId = PassedModule.Id,
            Payload = Encoding.UTF8.GetBytes(payload),
            Metadata = EventMetadata.Empty,
            Timestamp = DateTimeOffset.UtcNow,
        };
        return _broker.RunAsync(async channel =>
            await channel.BasicPublishAsync(_broker.Exchange, PassedModule.Id, mandatory: true, new BasicProperties { ContentType = "application/json" }, message.ToJson()));
    }
}
