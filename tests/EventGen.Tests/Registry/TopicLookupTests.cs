using EventGen.CompilerServices;

namespace EventGen.Tests.Registry;

public sealed class TopicLookupTests
{
    [Fact]
    public void Topic_IsOneForEachEventAndBus()
    {
        using var bus = TestBus.Create();
        using var other = TestBus.Create();

        Assert.Same(bus.Topic<Ping>(), bus.Topic<Ping>());
        Assert.NotSame(bus.Topic<Ping>(), other.Topic<Ping>());
        Assert.Same(bus, bus.Topic<Ping>().Bus);
        Assert.Equal("ping", bus.Topic<Ping>().ToString());
    }

    [Fact]
    public void Topic_OfATypeThatIsNoEvent_ThrowsAndNamesTheEventsThereAre()
    {
        using var bus = TestBus.Create();

        var thrown = Assert.Throws<InvalidOperationException>(() => bus.Topic<string>());

        Assert.Contains("System.String", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("ping", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("[Event]", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Topic_OnABusWithoutModules_Throws()
    {
        using var bus = EventBus.Create(static _ => { });

        Assert.Empty(bus.Descriptors);
        Assert.Equal(
            "EventGen.Tests.Ping is no event of this bus, which has none. Add the module of its assembly: EventBus.Create(bus => bus.AddModule(EventGen.Tests.EventGenTestsEventModule.Instance)).",
            Assert.Throws<InvalidOperationException>(() => bus.Topic<Ping>()).Message);
    }

    [Fact]
    public void Descriptors_ListEveryEventById()
    {
        using var bus = TestBus.Create();
        string[] ids = [.. bus.Descriptors.Select(static descriptor => descriptor.Id)];

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Contains("two.publishers", ids);
        Assert.Equal(bus.Topic<Ping>().Descriptor, bus.Descriptors.Single(static descriptor => descriptor.Id == "ping"));
    }

    [Fact]
    public async Task Topic_IsMadeWhenItIsFirstAskedFor()
    {
        int made = 0;
        HandlerInfo[] handlers = [new HandlerInfo("a", 0, HandlerTraits.None)];
        var module = new HandWrittenModule("Lazy", module =>
        {
            module.AddEvent(HandWrittenModule.Define<CallLog>("call.log"));
            module.AddHandlers<CallLog>(handlers, instances =>
            {
                made++;
                return new HandWrittenHandlers(instances, handlers);
            });
        });
        await using var bus = EventBus.Create(bus => bus.AddModule(module));
        await bus.StartAsync();

        Assert.Equal(["a"], Assert.Single(bus.Descriptors).Handlers);
        Assert.Equal((0, 0), (made, bus.GetHealth().Subscribers));
        Assert.Same(bus.Topic<CallLog>(), bus.Topic<CallLog>());
        Assert.Equal(1, made);
    }

    [Fact]
    public async Task Topic_AskedForByManyThreadsAtOnce_IsMadeOnce()
    {
        using var bus = TestBus.Create();
        var start = new AsyncBarrier(8);

        var topics = await Deadline.WithinAsync(
            Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
            {
                await start.SignalAndWaitAsync();
                if (number % 2 == 0) bus.Topic<Pong>();
                return bus.Topic<Ping>();
            }))),
            "the topics");

        Assert.Single(topics.Distinct());
        Assert.Same(bus.Topic<Ping>(), topics[0]);
    }

    [Fact]
    public async Task Topic_FirstAskedForAfterTheStop_Refuses()
    {
        var bus = TestBus.Create();
        await bus.StopAsync();

        Assert.Throws<EventBusStoppedException>(() => bus.Topic<Ping>().Emit(new Ping()));
        Assert.Throws<EventBusStoppedException>(() => bus.Topic<Ping>().Subscribe(static _ => { }));
    }
}
