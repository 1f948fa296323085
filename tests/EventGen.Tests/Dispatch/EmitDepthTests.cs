namespace EventGen.Tests.Dispatch;

public sealed class EmitDepthTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task HandlersThatEmitInACircle_FailAtTheLimit(bool takesContext)
    {
        await using var bus = await TestBus.StartAsync(static options => options.MaxEmitDepth = 10);
        List<Exception> failures = [];
        bus.DeliveryFailed += (_, failure) => failures.Add(failure.Exception);
        int pings = 0;
        bus.Topic<Pong>().Subscribe(e => bus.Topic<Ping>().Emit(new Ping(e.Number + 1)));
        if (takesContext) bus.Topic<Ping>().Subscribe((_, context) => EmitAgain(context));
        else bus.Topic<Ping>().Subscribe(_ => EmitAgain(null));

        bus.Topic<Ping>().Emit(new Ping());

        Assert.Equal(5, pings);
        var thrown = Assert.IsType<EmitDepthException>(Assert.Single(failures));
        Assert.Equal("ping", thrown.EventId);
        Assert.StartsWith("Event 'ping' was emitted within 10 other emits", thrown.Message, StringComparison.Ordinal);

        void EmitAgain(EventContext? context)
        {
            pings++;
            bus.Topic<Pong>().Emit(new Pong(context?.Attempt ?? 0));
        }
    }

    [Fact]
    public async Task HandlersThatInvokeInACircle_FailAtTheLimit()
    {
        await using var bus = await TestBus.StartAsync();
        int depth = 0;
        bus.Topic<Ping>().Subscribe(async e =>
        {
            depth = e.Number + 1;
            await bus.Topic<Ping>().InvokeAsync(new Ping(e.Number + 1));
        });

        await Assert.ThrowsAsync<EventDispatchException>(async () => await bus.Topic<Ping>().InvokeAsync(new Ping()));

        Assert.Equal(64, depth);
    }

    // What this breaks ends the whole run: nothing catches an overflow.
    [Fact]
    public async Task TheHighestLimit_FitsAStackOfAMegabyte()
    {
        await using var bus = await TestBus.StartAsync(static options => options.MaxEmitDepth = 128, build: static builder => builder.AddMiddleware(new Passing()));
        int depth = 0;
        bus.Topic<Ping>().Subscribe(async (e, _) =>
        {
            depth = e.Number + 1;
            await bus.Topic<Ping>().InvokeAsync(new Ping(e.Number + 1));
        });
        var thread = new Thread(() => bus.Topic<Ping>().InvokeAsync(new Ping()).AsTask().ContinueWith(static _ => { }, TaskScheduler.Default).Wait(), maxStackSize: 1 << 20);

        thread.Start();
        thread.Join();

        Assert.Equal(128, depth);
    }

    [Fact]
    public async Task CompileTimeHandlers_ThatEmitInACircle_FailAtTheLimit()
    {
        await using var bus = await TestBus.StartAsync();
        var circle = new SelfEmittingEvent(bus);

        bus.Topic<SelfEmittingEvent>().Emit(circle);
        bus.Topic<SelfEmittingEvent>().Emit(circle);

        Assert.Equal(2 * 64, circle.Calls);
        Assert.Equal(2, bus.GetHealth().Failed);
    }

    [Fact]
    public async Task AChainThroughTheQueue_IsNotBounded()
    {
        await using var bus = await TestBus.StartAsync();
        var done = new TaskCompletionSource();
        bus.Topic<Ping>().Subscribe(async e =>
        {
            if (e.Number == 1000) done.SetResult();
            else await bus.Topic<Ping>().EmitAsync(new Ping(e.Number + 1));
        });

        await bus.Topic<Ping>().EmitAsync(new Ping());
        await Deadline.WithinAsync(done.Task, "the end of the chain");
        await bus.DrainAsync();

        Assert.Equal(0, bus.GetHealth().Failed);
    }

    private sealed class Passing : IEventMiddleware
    {
        public async ValueTask InvokeAsync(EventInvocation invocation, EventDelegate next) => await next(invocation);
    }
}

/// <summary>An event whose handler emits it again, as long as it may.</summary>
[Event]
public sealed record SelfEmittingEvent(EventBus Bus)
{
    public int Calls;
}

public static class SelfEmittingHandlers
{
    [Subscribe]
    public static void Again(SelfEmittingEvent e, EventContext context)
    {
        e.Calls += context.Attempt;
        e.Bus.Topic<SelfEmittingEvent>().Emit(e);
    }
}
