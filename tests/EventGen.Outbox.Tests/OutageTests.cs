using System.Collections.Concurrent;
using System.Text.Json;

namespace EventGen.Outbox.Tests;

/// <summary>What becomes of durable events whose publisher does not reach the other side.</summary>
public sealed class OutageTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly string _run = Guid.NewGuid().ToString();

    // Changed before what is to fail is emitted.
    private volatile bool _isDown;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnEventThatHasTheBrokerHangUp_BecomesADeadLetter_WhileOthersGetThrough()
    {
        var broker = new Broker(this);
        await using var shop = await StartAsync(broker);

        int number = Broker.Poison;
        do
        {
            await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, number), Token);
            await Shop.AdvanceUntilAsync(_clock, () => number == Broker.Poison ? broker.Failures > 0 : broker.Published.Contains(number));
            Assert.True(++number < 1000, "It is attempted for ever.");
        }
        while ((await shop.Bus.DeadLetters.ListAsync(cancellationToken: Token)).Count == 0);

        var deadLetter = Assert.IsType<DeadLetter.Delivery>(Assert.Single(await shop.Bus.DeadLetters.ListAsync(cancellationToken: Token)));
        Assert.Equal("broker", deadLetter.Target);
        Assert.DoesNotContain(Broker.Poison, broker.Published);
    }

    [Fact]
    public async Task ABrokerThatIsAway_UsesUpNoAttempt_HoweverOftenItIsTried()
    {
        var broker = new Broker(this);
        await using var shop = await StartAsync(broker);
        _isDown = true;
        for (int number = 10; number < 20; number++) await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, number), Token);
        await Shop.AdvanceUntilAsync(_clock, () => broker.Failures > 50);
        _isDown = false;

        await Shop.AdvanceUntilAsync(_clock, () => broker.Published.Distinct().Count() == 10);
        Assert.Empty(await shop.Bus.DeadLetters.ListAsync(cancellationToken: Token));
    }

    // Order holds over all targets of a key: so the handlers of later events stand still as well, unless order is given up.
    [Theory]
    [InlineData(KeyOrder.Block, "EventPublishException. Later events of the keys that wait for it wait as well, with their handlers; PublisherRetry.WhileRetrying = Park lets them go on")]
    [InlineData(KeyOrder.Park, "EventPublishException")]
    public async Task AKeyThatWaitsForABroker_SaysWhyItsHandlersStandStill(KeyOrder order, string told)
    {
        var broker = new Broker(this);
        await using var shop = await StartAsync(broker, order: order);
        _isDown = true;
        await shop.Bus.Topic<Sent>().EmitAsync(new Sent(_run, "a", 10), Token);
        await Shop.AdvanceUntilAsync(_clock, () => broker.Failures > 0);
        await shop.Bus.Topic<Sent>().EmitAsync(new Sent(_run, "a", 11), Token);
        await shop.Bus.Topic<Sent>().EmitAsync(new Sent(_run, "b", 12), Token);
        await Shop.AdvanceUntilAsync(_clock, () => Journal.Of(_run).Count("note", 12) == 1 && (order == KeyOrder.Block || Journal.Of(_run).Count("note", 11) == 1));

        Assert.Equal(order == KeyOrder.Block ? 0 : 1, Journal.Of(_run).Count("note", 11));
        Assert.Equal(told, Assert.Single(shop.Bus.GetHealth().Publishers).LastError);

        _isDown = false;
        await Shop.AdvanceUntilAsync(_clock, () => broker.Published.Count == 3);
        Assert.Equal(1, Journal.Of(_run).Count("note", 11));
        await Shop.AdvanceUntilAsync(_clock, () => shop.Bus.GetHealth().Publishers.All(static publisher => publisher.LastError is null));
    }

    // What was emitted for it while it was on is neither lost nor a dead letter; what is emitted while it is off is not for it.
    [Fact]
    public async Task APublisherThatIsSwitchedOff_HasWhatIsStoredForItWait_AndSaysSo()
    {
        var database = new MemoryDatabase(_clock);
        _isDown = true;
        var broker = new Broker(this);
        await using (var on = await StartAsync(broker, database))
        {
            await on.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 10), Token);
            await Shop.AdvanceUntilAsync(_clock, () => broker.Failures > 0);
            await on.Bus.StopAsync(Token);
        }

        _isDown = false;
        var off = new Broker(this) { IsEnabled = false };
        await using (var without = await StartAsync(off, database))
        {
            await without.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 11), Token);
            await Shop.AdvanceUntilAsync(_clock, () => without.Bus.GetHealth().Publishers.Count > 0);
            Assert.Equal(
                new PublisherHealth("broker", EventBusStatus.Degraded, "It is switched off. Switch it on again, or discard what is stored for it."), Assert.Single(without.Bus.GetHealth().Publishers));
            Assert.Empty(await without.Bus.DeadLetters.ListAsync(cancellationToken: Token));
            await without.Bus.StopAsync(Token);
        }

        await using var again = await StartAsync(broker, database);
        await Shop.AdvanceUntilAsync(_clock, () => !broker.Published.IsEmpty);
        await again.Bus.StopAsync(Token);
        Assert.Equal([10], broker.Published);
        Assert.Empty(off.Published);
    }

    private async Task<Shop> StartAsync(IEventPublisher broker, MemoryDatabase? database = null, KeyOrder order = KeyOrder.Block)
    {
        var shop = Shop.Create(
            new MemoryOutboxStore(database ?? new MemoryDatabase(_clock)),
            _clock,
            bus: options => options.PublisherRetry = options.PublisherRetry with { WhileRetrying = order },
            publisher: broker);
        await shop.Bus.StartAsync(Token);
        return shop;
    }

    private sealed class Broker(OutageTests test) : IEventPublisher
    {
        public const int Poison = 1;

        private readonly ConcurrentQueue<int> _published = new();
        private int _failures;

        public string Name => "broker";

        public bool IsEnabled { get; init; } = true;

        public int Failures => Volatile.Read(ref _failures);

        public ConcurrentQueue<int> Published => _published;

        public ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken)
        {
            int number = JsonDocument.Parse(message.Payload).RootElement.EnumerateObject()
                .Single(static part => part.Name.Equals("number", StringComparison.OrdinalIgnoreCase)).Value.GetInt32();
            if (test._isDown || number == Poison)
            {
                Interlocked.Increment(ref _failures);
                throw new EventPublishException("the broker hung up", isUnreachable: true);
            }

            _published.Enqueue(number);
            return default;
        }

        public ValueTask DisposeAsync() => default;
    }
}
