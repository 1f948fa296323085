namespace EventGen.Tests.Dispatch;

public sealed class AllocationTests
{
    private const int Runs = 1000;

    private readonly Tally _tally = new();

    [Fact]
    public void Emit_ToStaticAndInstanceHandlers_AllocatesNothing()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<Counted>();
        var payload = new Counted(_tally);

        Assert.Equal(0, Allocated.By(Runs, () => topic.Emit(payload)));
        Assert.Equal(2 * (Runs + 100), _tally.Count);
    }

    [Fact]
    public void Emit_OfAValue_AllocatesNothing()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<CountedValue>();
        var payload = new CountedValue(_tally);

        Assert.Equal(0, Allocated.By(Runs, () => topic.Emit(payload)));
        Assert.Equal(2 * (Runs + 100), _tally.Count);
    }

    [Fact]
    public void Emit_ToDynamicSubscribersOfThePayload_AllocatesNothing()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<Tick>();
        topic.Subscribe(_ => _tally.Count++);
        topic.Subscribe((Tick _, CancellationToken _) => _tally.Count++);

        Assert.Equal(0, Allocated.By(Runs, () => topic.Emit(new Tick(1))));
        Assert.Equal(2 * (Runs + 100), _tally.Count);
    }

    [Fact]
    public void Emit_WithoutAnyHandler_AllocatesNothing()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<Ping>();
        var payload = new Ping();

        Assert.Equal(0, Allocated.By(Runs, () => topic.Emit(payload)));
    }

    [Fact]
    public void Emit_InsideAHandler_AllocatesNothing()
    {
        using var bus = TestBus.Create();
        var inner = bus.Topic<Counted>();
        var outer = bus.Topic<Tick>();
        var payload = new Counted(_tally);
        outer.Subscribe(_ => inner.Emit(payload));

        Assert.Equal(0, Allocated.By(Runs, () => outer.Emit(new Tick(1))));
    }

    [Fact]
    public void Emit_AfterTheSubscriberThatTookTheContextHasGone_AllocatesNothing()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<Counted>();
        var payload = new Counted(_tally);
        topic.Subscribe((_, _) => _tally.Count++).Dispose();
        topic.Subscribe(static async _ => await Task.Yield()).Dispose();

        Assert.Equal(0, Allocated.By(Runs, () => topic.Emit(payload)));
        Assert.Equal(0, bus.GetHealth().QueueLength);
    }

    [Fact]
    public void Accessor_OfABusInUse_AllocatesNothing()
    {
        using var bus = TestBus.Create();
        using var use = EventBus.Use(bus);
        var payload = new Counted(_tally);

        Assert.Equal(0, Allocated.By(Runs, () => Events.Counted.Emit(payload)));
        Assert.Equal(2 * (Runs + 100), _tally.Count);
    }

    [Fact]
    public void Emit_InsideAPush_AllocatesNothing()
    {
        using var bus = TestBus.Create();
        using var pushed = EventMetadata.Push(userId: "u1");
        var topic = bus.Topic<Counted>();
        var payload = new Counted(_tally);

        Assert.Equal(0, Allocated.By(Runs, () => topic.Emit(payload)));
    }

    [Fact]
    public void Emit_WhereAHandlerTakesTheContext_AllocatesTheContextAlone()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<CountedWithContext>();
        var payload = new CountedWithContext(_tally);

        // Ids take their random bits from a buffer of the thread, made on the first use.
        Assert.Equal(Runs * Allocated.SizeOf<EventContext>(), Allocated.By(Runs, () => topic.Emit(payload)));
    }

    [Fact]
    public void Emit_WhereASubscriberTakesTheContext_AllocatesTheContextAlone()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<Tick>();
        topic.Subscribe((_, context) => _tally.Count += context.Attempt);
        topic.Subscribe((_, context) => _tally.Count += context.Attempt);

        Assert.Equal(Runs * Allocated.SizeOf<EventContext>(), Allocated.By(Runs, () => topic.Emit(new Tick(1))));
    }
}
