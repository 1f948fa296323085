using System.Diagnostics;

namespace EventGen.Tests.Dispatch;

public sealed class AllocationTests
{
    private const int Runs = 1000;

    private readonly HandlerCallCount _tally = new();

    [Fact]
    public void Emit_ToStaticAndInstanceHandlers_AllocatesNothing()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<CountingHandlersEvent>();
        var payload = new CountingHandlersEvent(_tally);

        Assert.Equal(0, Allocated.By(Runs, () => topic.Emit(payload)));
        Assert.Equal(2 * (Runs + 100), _tally.Count);
    }

    [Fact]
    public void Emit_OfAValue_AllocatesNothing()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<CountingHandlersValueEvent>();
        var payload = new CountingHandlersValueEvent(_tally);

        Assert.Equal(0, Allocated.By(Runs, () => topic.Emit(payload)));
        Assert.Equal(2 * (Runs + 100), _tally.Count);
    }

    [Fact]
    public void Emit_ToDynamicSubscribersOfThePayload_AllocatesNothing()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<ValuePayloadEvent>();
        topic.Subscribe(_ => _tally.Count++);
        topic.Subscribe((ValuePayloadEvent _, CancellationToken _) => _tally.Count++);

        Assert.Equal(0, Allocated.By(Runs, () => topic.Emit(new ValuePayloadEvent(1))));
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
        var inner = bus.Topic<CountingHandlersEvent>();
        var outer = bus.Topic<ValuePayloadEvent>();
        var payload = new CountingHandlersEvent(_tally);
        outer.Subscribe(_ => inner.Emit(payload));

        Assert.Equal(0, Allocated.By(Runs, () => outer.Emit(new ValuePayloadEvent(1))));
    }

    [Fact]
    public void Emit_AfterTheSubscriberThatTookTheContextHasGone_AllocatesNothing()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<CountingHandlersEvent>();
        var payload = new CountingHandlersEvent(_tally);
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
        var payload = new CountingHandlersEvent(_tally);

        Assert.Equal(0, Allocated.By(Runs, () => Events.CountingHandlers.Emit(payload)));
        Assert.Equal(2 * (Runs + 100), _tally.Count);
    }

    [Fact]
    public void Emit_InsideAPush_AllocatesNothing()
    {
        using var bus = TestBus.Create();
        using var pushed = EventMetadata.Push(userId: "u1");
        var topic = bus.Topic<CountingHandlersEvent>();
        var payload = new CountingHandlersEvent(_tally);

        Assert.Equal(0, Allocated.By(Runs, () => topic.Emit(payload)));
    }

    [Fact]
    public void Emit_WhereAHandlerTakesTheContext_AllocatesTheContextAlone()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<CountingContextHandlerEvent>();
        var payload = new CountingContextHandlerEvent(_tally);

        // Ids take their random bits from a buffer of the thread, made on the first use.
        Assert.Equal(Runs * Allocated.SizeOf<EventContext>(), Allocated.By(Runs, () => topic.Emit(payload)));
    }

    [Fact]
    public void Emit_WhereASubscriberTakesTheContext_AllocatesTheContextAlone()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<ValuePayloadEvent>();
        topic.Subscribe((_, context) => _tally.Count += context.Attempt);
        topic.Subscribe((_, context) => _tally.Count += context.Attempt);

        Assert.Equal(Runs * Allocated.SizeOf<EventContext>(), Allocated.By(Runs, () => topic.Emit(new ValuePayloadEvent(1))));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Emit_WhereAHandlerTakesTheContext_AllocatesTheContextAlone_InsideAPushAndAnActivity(bool isPushed, bool isTraced)
    {
        using var bus = TestBus.Create(static options => options.Source = "shop");
        using var pushed = isPushed ? EventMetadata.Push(userId: "u1", headers: new Dictionary<string, string> { ["tenant"] = "t1" }) : null;
        using var activity = isTraced ? new Activity("request").Start() : null;
        var topic = bus.Topic<CountingContextHandlerEvent>();
        var payload = new CountingContextHandlerEvent(_tally);

        Assert.Equal(Runs * Allocated.SizeOf<EventContext>(), Allocated.By(Runs, () => topic.Emit(payload)));
    }

    [Fact]
    public void Subscribe_MakesNoNameOfItsDelegate()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<ValuePayloadEvent>();
        Action<ValuePayloadEvent> handler = static _ => { };

        // The subscription, the table and its array; a name of that length would be 200 bytes more.
        Assert.InRange(Allocated.By(Runs, () => topic.Subscribe(handler)), 0, Runs * 350);
    }

    [Fact]
    public void EmitsOfAHandler_AllocateTheirContextsAlone_OnceItHasEmitted()
    {
        using var bus = TestBus.Create();
        var inner = bus.Topic<CountingContextHandlerEvent>();
        var payload = new CountingContextHandlerEvent(_tally);
        long allocated = 0;
        bus.Topic<ValuePayloadEvent>().Subscribe((_, _) => allocated = Allocated.By(Runs, () => inner.Emit(payload)));

        bus.Topic<ValuePayloadEvent>().Emit(new ValuePayloadEvent(1));

        Assert.Equal(Runs * Allocated.SizeOf<EventContext>(), allocated);
    }
}

/// <summary>Counts what its handlers do, without allocating.</summary>
public sealed class HandlerCallCount
{
    public int Count { get; set; }
}

/// <summary>An event whose handlers take only the payload.</summary>
[Event]
public sealed record CountingHandlersEvent(HandlerCallCount HandlerCallCount);

/// <summary>The same as a value.</summary>
[Event]
public readonly record struct CountingHandlersValueEvent(HandlerCallCount HandlerCallCount);

/// <summary>An event whose handler takes the context.</summary>
[Event]
public sealed record CountingContextHandlerEvent(HandlerCallCount HandlerCallCount);

public static class StaticCountingHandlers
{
    [Subscribe]
    public static void Count(CountingHandlersEvent e) => e.HandlerCallCount.Count++;

    [Subscribe]
    public static void Count(CountingHandlersValueEvent e) => e.HandlerCallCount.Count++;

    [Subscribe]
    public static void Count(CountingContextHandlerEvent e, EventContext context) => e.HandlerCallCount.Count++;
}

public sealed class InstanceCountingHandlers
{
    [Subscribe]
    public void Count(CountingHandlersEvent e) => e.HandlerCallCount.Count++;

    [Subscribe]
    public void Count(CountingHandlersValueEvent e, CancellationToken ct) => e.HandlerCallCount.Count++;
}
