namespace EventGen.Tests.Context;

public sealed class AmbientBusTests
{
    [Fact]
    public void Use_PutsABusInForce_UntilItsScopeEnds_Nested()
    {
        using var outer = TestBus.Create();
        using var inner = TestBus.Create();

        using (EventBus.Use(outer))
        {
            using (EventBus.Use(inner))
            {
                Assert.Same(inner, EventBus.Current);
                Assert.Same(inner.Topic<Ping>(), Events.Ping);
            }

            Assert.Same(outer, EventBus.Current);
            Assert.Same(outer.Topic<Ping>(), Events.Ping);
        }
    }

    [Fact]
    public void Use_DisposedTwice_EndsOnce()
    {
        using var outer = TestBus.Create();
        using var inner = TestBus.Create();
        using var use = EventBus.Use(outer);
        var scope = EventBus.Use(inner);
        scope.Dispose();

        using (EventBus.Use(inner))
        {
            scope.Dispose();
            Assert.Same(inner, EventBus.Current);
        }

        Assert.Same(outer, EventBus.Current);
    }

    [Fact]
    public void Use_WithoutBus_ThrowsArgumentNull() => Assert.Throws<ArgumentNullException>("bus", () => EventBus.Use(null!));

    [Fact]
    public async Task Use_InParallelFlows_IsEachFlowsOwn()
    {
        var barrier = new AsyncBarrier(6);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            await using var bus = await TestBus.StartAsync();
            using var use = EventBus.Use(bus);
            for (int i = 0; i < 20; i++)
            {
                await barrier.SignalAndWaitAsync();
                Assert.Same(bus, EventBus.Current);
                Assert.Same(bus, Events.Ping.Bus);
                await Task.Yield();
                Assert.Same(bus.Topic<ValuePayloadEvent>(), Events.ValuePayload);
            }
        })));
    }

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.InvokeAsync)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task Current_InHandlers_IsTheBusThatRunsThem(EmitCall call)
    {
        await using var other = TestBus.Create();
        await using var bus = await TestBus.StartAsync();
        List<EventBus> seen = [];
        bus.Topic<Ping>().Subscribe(_ => seen.Add(EventBus.Current));
        bus.Topic<Ping>().Subscribe((_, _) => seen.Add(Events.Pong.Bus));
        bus.Topic<Ping>().Subscribe(async _ =>
        {
            seen.Add(EventBus.Current);
            await Task.Yield();
            seen.Add(EventBus.Current);
            seen.Add(Events.Pong.Bus);
        });

        using (EventBus.Use(other))
        {
            await bus.Topic<Ping>().EmitByAsync(call, new Ping());
            Assert.Same(other, EventBus.Current);
            await bus.DrainAsync();
        }

        Assert.Equal(5, seen.Count);
        Assert.All(seen, current => Assert.Same(bus, current));
    }

    [Fact]
    public async Task Current_AfterAnAwait_OfAHandlerInvokedByASynchronousHandler_IsTheBusThatRunsIt()
    {
        await using var other = TestBus.Create();
        await using var bus = TestBus.Create();
        EventBus? seen = null;
        Task? invoked = null;
        bus.Topic<Pong>().Subscribe(async _ =>
        {
            await Task.Yield();
            seen = EventBus.Current;
        });
        bus.Topic<Ping>().Subscribe(_ =>
        {
            invoked = bus.Topic<Pong>().InvokeAsync(new Pong()).AsTask();
        });

        using (EventBus.Use(other)) bus.Topic<Ping>().Emit(new Ping());
        await Deadline.WithinAsync(invoked!, "the inner event");

        Assert.Same(bus, seen);
    }

    [Fact]
    public void Current_InAHandlerThatEmitsOnAnotherBus_IsEachTheirOwn()
    {
        using var one = TestBus.Create();
        using var other = TestBus.Create();
        List<EventBus> seen = [];
        other.Topic<Pong>().Subscribe(_ => seen.Add(EventBus.Current));
        one.Topic<Ping>().Subscribe(_ =>
        {
            seen.Add(EventBus.Current);
            other.Topic<Pong>().Emit(new Pong());
            seen.Add(EventBus.Current);
        });

        using (EventBus.Use(other)) one.Topic<Ping>().Emit(new Ping());

        Assert.Equal([one, other, one], seen);
    }

    [Fact]
    public void Use_InsideAHandler_WinsOverTheBusThatRunsIt()
    {
        using var bus = TestBus.Create();
        using var other = TestBus.Create();
        List<EventBus> seen = [];
        bus.Topic<Ping>().Subscribe(_ =>
        {
            using (EventBus.Use(other)) seen.Add(EventBus.Current);
            seen.Add(EventBus.Current);
        });

        bus.Topic<Ping>().Emit(new Ping());

        Assert.Equal([other, bus], seen);
    }

    [Fact]
    public void Current_InAHandlerThatThrew_IsRestoredForTheNextOneAndTheEmitter()
    {
        using var outer = TestBus.Create();
        using var bus = TestBus.Create();
        using var use = EventBus.Use(outer);
        EventBus? seen = null;
        bus.Topic<Ping>().Subscribe(_ =>
        {
            EventBus.Use(outer);   // never disposed
            throw new InvalidOperationException();
        });
        bus.Topic<Pong>().Subscribe(_ => seen = EventBus.Current);

        bus.Topic<Ping>().Emit(new Ping());
        bus.Topic<Pong>().Emit(new Pong());

        Assert.Same(bus, seen);
        Assert.Same(outer, EventBus.Current);
    }
}
