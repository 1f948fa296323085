using System.Collections.Concurrent;
using System.Text;

namespace EventGen.RabbitMQ.Tests;

/// <summary>Events that are passed on from RabbitMQ to NATS and back: over real servers, each bus with brokers of its own naming.</summary>
public sealed class BetweenBrokersTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("between-").FullName;
    private readonly List<EventBus> _buses = [];
    private Broker _rabbit = null!;
    private NatsServer _nats = null!;

    public async ValueTask InitializeAsync()
    {
        NatsServer.Require();
        _rabbit = new Broker(await Servers.SteadyAsync());
        _nats = await NatsServer.StartNewAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var bus in _buses) await Deadline.WithinAsync(bus.StopAsync(CancellationToken.None), "the bus to stop", Suite.Patience);
        if (_nats is not null) await _nats.DisposeAsync();
        if (_rabbit is not null) await _rabbit.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnEventOfOneBroker_IsPublishedToAnother_WithItsIdAndMetadata(bool isDurable)
    {
        var follower = await BusAsync("follower", [Nats("nats")], onReceive: []);
        var relay = await BusAsync("relay", [Rabbit("rabbit"), Nats("nats", receives: false)], onReceive: ["nats"], isDurable);
        var sent = Message(1);

        await SendAsync(sent);

        await Eventually.EqualAsync((1, 1), () => (follower.Seen.Count, relay.Seen.Count), Suite.Patience);
        var context = Assert.Single(follower.Seen).Context;
        Assert.Equal((sent.Id, sent.Timestamp, "sender", "u1", "t1"), (context.Id, context.Timestamp, context.Metadata.Source, context.Metadata.UserId, context.Metadata.Headers["tenant"]));
        Assert.Equal(1, Assert.Single(relay.Seen).Passed.Number);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task ACircleOfBuses_PassesAnEventOnOnce(bool isDurable, bool haveOwnNames)
    {
        string rabbit = haveOwnNames ? "their rabbit" : "rabbit", nats = haveOwnNames ? "their, nats" : "nats";
        var observer = await BusAsync("observer", [Rabbit("rabbit")], onReceive: []);
        var there = await BusAsync("there", [Rabbit("rabbit"), Nats("nats", receives: false)], onReceive: ["nats"], isDurable);
        var back = await BusAsync("back", [Nats(nats), Rabbit(rabbit, receives: false)], onReceive: [rabbit], isDurable);

        // With its own names for the same brokers the second cannot know that the event was on RabbitMQ; but it goes round no second time.
        int times = haveOwnNames ? 2 : 1;
        await SendAsync(Message(1));
        await Eventually.EqualAsync((times, 1), () => (observer.Count(1), back.Count(1)), Suite.Patience);

        // Behind all that may still be on its way.
        await SendAsync(Message(2));
        await Eventually.EqualAsync((times, 1), () => (observer.Count(2), back.Count(2)), Suite.Patience);
        Assert.Equal((times, 1, 1), (observer.Count(1), there.Count(1), back.Count(1)));
        Assert.Single(observer.Seen.Where(static seen => seen.Passed.Number == 1).Select(static seen => seen.Context.Id).Distinct());
    }

    [Fact]
    public async Task AnEvent_NeverGoesBackToWhereItCameFrom()
    {
        var observer = await BusAsync("observer", [Rabbit("rabbit")], onReceive: []);
        var relay = await BusAsync("relay", [Rabbit("rabbit"), Nats("nats")], onReceive: ["rabbit", "nats"]);
        var follower = await BusAsync("follower", [Nats("nats")], onReceive: []);

        await SendAsync(Message(1));
        await SendAsync(Message(2));
        await Eventually.EqualAsync((2, 2), () => (observer.Seen.Count, follower.Seen.Count), Suite.Patience);

        // Behind what might have come back.
        await SendAsync(Message(3));
        await Eventually.EqualAsync((1, 1, 1), () => (observer.Count(3), relay.Count(3), follower.Count(3)), Suite.Patience);
        Assert.Equal((3, 3, 3), (observer.Seen.Count, relay.Seen.Count, follower.Seen.Count));
    }

    [Fact]
    public async Task AnEventThatIsEmittedToBoth_IsNotPassedOn()
    {
        var observer = await BusAsync("observer", [Nats("nats")], onReceive: []);
        await BusAsync("relay", [Rabbit("rabbit"), Nats("nats", receives: false)], onReceive: ["nats"]);
        var emitter = await BusAsync("emitter", [Rabbit("rabbit", receives: false), Nats("nats", receives: false)], onReceive: ["nats"]);
        await emitter.Bus.Topic<Passed>().InvokeAsync(new Passed(1), TestContext.Current.CancellationToken);

        await SendAsync(Message(2));
        await Eventually.EqualAsync(1, () => observer.Count(2), Suite.Patience);
        Assert.Equal(1, observer.Count(1));
    }

    [Fact]
    public async Task AnInbox_RecognizesAnEventThatComesOnTwoWays()
    {
        var both = await BusAsync("both", [Rabbit("rabbit"), Nats("nats")], onReceive: [], isDurable: true);
        var relay = await BusAsync("relay", [Rabbit("rabbit"), Nats("nats", receives: false)], onReceive: ["nats"]);

        for (int number = 0; number < 20; number++) await SendAsync(Message(number));
        await Eventually.EqualAsync((20, 20), () => (relay.Seen.Count, both.Seen.Count), Suite.Patience);

        // Its end has everything on NATS; there the next one is behind all of it.
        await relay.Bus.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, relay.Bus.DeadLetters.Count);
        await using (var nats = Nats("sender", receives: false)) await nats.PublishAsync(Message(20), TestContext.Current.CancellationToken);

        await Eventually.EqualAsync(1, () => both.Count(20), Suite.Patience);
        Assert.Equal(Enumerable.Range(0, 21), both.Seen.Select(static seen => seen.Passed.Number).Order());
    }

    private static EventMessage Message(int number) => new()
    {
        Id = Guid.NewGuid(),
        EventId = PassedModule.Id,
        Payload = Encoding.UTF8.GetBytes($$"""{"Number":{{number}}}"""),
        Timestamp = DateTimeOffset.UnixEpoch.AddDays(20_000),
        Metadata = new EventMetadata { Source = "sender", UserId = "u1", Headers = new Dictionary<string, string> { ["tenant"] = "t1" } },
    };

    // As an application does that knows nothing of the others.
    private async Task SendAsync(EventMessage message)
    {
        await using var sender = Rabbit("sender", receives: false);
        await sender.PublishAsync(message, TestContext.Current.CancellationToken);
    }

    private async Task<Listener> BusAsync(string application, IEventPublisher[] publishers, string[] onReceive, bool isDurable = false)
    {
        var bus = EventBus.Create(builder =>
        {
            builder.AddModule(new PassedModule([.. publishers.Select(static publisher => publisher.Name)], onReceive, isDurable)).Configure(options => options.Source = application);
            foreach (var publisher in publishers) builder.AddPublisher(publisher);
            if (isDurable) builder.AddSqliteOutbox($"Data Source={Path.Combine(_folder, $"{application}.db")};Pooling=False");
        });
        _buses.Add(bus);
        var listener = new Listener(bus);
        await Deadline.WithinAsync(bus.StartAsync(TestContext.Current.CancellationToken), "the bus to start", Suite.Patience);
        return listener;
    }

    private RabbitMQTransport Rabbit(string name, bool receives = true) => new(name, options =>
        (options.Address, options.Exchange, options.Receive, options.Timeout) = (_rabbit.Server.Address, _rabbit.Exchange, receives, Suite.Patience));

    private NatsTransport Nats(string name, bool receives = true) => new(name, options =>
        (options.Address, options.Stream, options.Receive, options.Timeout) = (_nats.Address, "passed", receives, Suite.Patience));

    /// <summary>What the subscriber of a bus has seen. Thread safe.</summary>
    private sealed class Listener
    {
        private readonly ConcurrentQueue<(Passed Passed, EventContext Context)> _seen = new();

        public Listener(EventBus bus)
        {
            Bus = bus;
            bus.Topic<Passed>().Subscribe((passed, context) => _seen.Enqueue((passed, context)));
        }

        public EventBus Bus { get; }

        public IReadOnlyCollection<(Passed Passed, EventContext Context)> Seen => [.. _seen];

        public int Count(int number) => _seen.Count(seen => seen.Passed.Number == number);
    }
}
