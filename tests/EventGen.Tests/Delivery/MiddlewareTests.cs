namespace EventGen.Tests.Delivery;

public sealed class MiddlewareTests
{
    private readonly CallLog _calls = new();

    public static TheoryData<EmitCall> Calls => [.. Enum.GetValues<EmitCall>()];

    [Theory]
    [InlineData(EmitCall.InvokeAsync)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task Middleware_RunsAroundEachHandler_InTheOrderOfRegistration(EmitCall call)
    {
        await using var bus = await StartAsync(new Around("outer", _calls), new Around("inner", _calls));
        bus.Topic<Ping>().Subscribe(_ => _calls.Add("synchronous"));
        bus.Topic<Ping>().Subscribe(async _ =>
        {
            await Task.Yield();
            _calls.Add("asynchronous");
        });

        await bus.Topic<Ping>().EmitByAsync(call, new Ping());
        await bus.DrainAsync();

        string[] Expected(string handler) => ["outer >", "inner >", handler, "< inner", "< outer"];
        Assert.Equal([.. Expected("synchronous"), .. Expected("asynchronous")], _calls.Entries);
    }

    [Fact]
    public async Task MiddlewareOfOneEvent_RunsForNoOther_AndKeepsItsPlaceAmongTheGlobal()
    {
        await using var bus = await TestBus.StartAsync(build: builder => builder
            .AddMiddleware(new Around("first", _calls))
            .AddMiddleware<Ping>(new Around("ping", _calls))
            .AddMiddleware(new Around("last", _calls)));
        bus.Topic<Ping>().Subscribe(static _ => { });
        bus.Topic<Pong>().Subscribe(static _ => { });

        bus.Topic<Ping>().Emit(new Ping());
        bus.Topic<Pong>().Emit(new Pong(1));

        Assert.Equal(["first >", "ping >", "last >", "< last", "< ping", "< first", "first >", "last >", "< last", "< first"], _calls.Entries);
    }

    [Fact]
    public async Task Invocation_SaysWhatIsInvoked()
    {
        EventInvocation? seen = null;
        await using var bus = await StartAsync(new Inline(async (invocation, next) =>
        {
            seen = invocation;
            await next(invocation);
        }));
        EventContext? context = null;
        CancellationToken token = default;
        bus.Topic<Ping>().Subscribe((_, itsContext, itsToken) => (context, token) = (itsContext, itsToken));
        var payload = new Ping(7);

        bus.Topic<Ping>().Emit(payload);

        Assert.Same(payload, seen!.Payload);
        Assert.Same(bus.Topic<Ping>().Descriptor, seen.Event);
        Assert.Same(context, seen.Context);
        Assert.Equal(token, seen.CancellationToken);
        Assert.StartsWith("EventGen.Tests.Delivery.MiddlewareTests", seen.Handler, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Middleware_RunsAroundEveryAttempt()
    {
        var clock = new ManualTimeProvider();
        List<int> attempts = [];
        await using var bus = await TestBus.StartAsync(
            options => (options.TimeProvider, options.Retry) = (clock, new RetryPolicy { Attempts = 2, Jitter = false }),
            build: builder => builder.AddMiddleware(new Inline((invocation, next) =>
            {
                attempts.Add(invocation.Context.Attempt);
                return next(invocation);
            })));
        bus.Topic<Ping>().Subscribe(new Action<Ping>(static _ => throw new InvalidOperationException()));

        bus.Topic<Ping>().Emit(new Ping());
        clock.Advance(TimeSpan.FromSeconds(1));
        await bus.DrainAsync();

        Assert.Equal([1, 2], attempts);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task MiddlewareThatThrows_IsTheHandlersFailure_AndStopsNoOther(EmitCall call)
    {
        await using var bus = await StartAsync(new Inline((invocation, next) => ((Ping)invocation.Payload).Number == 0 ? throw new InvalidOperationException("middleware") : next(invocation)));
        bus.Topic<Ping>().Subscribe(_ => _calls.Add("one"));
        bus.Topic<Ping>().Subscribe(_ => _calls.Add("two"));

        var thrown = await Record.ExceptionAsync(() => bus.Topic<Ping>().EmitByAsync(call, new Ping(0)));
        await Record.ExceptionAsync(() => bus.Topic<Ping>().EmitByAsync(call, new Ping(1)));
        await bus.DrainAsync();

        Assert.Equal(["one", "two"], _calls.Entries);
        if (call == EmitCall.InvokeAsync) Assert.Equal(2, Assert.IsType<EventDispatchException>(thrown).Failures.Count);
        else Assert.Equal(2, bus.GetHealth().Failed);
    }

    [Fact]
    public async Task MiddlewareThatDoesNotGoOn_PassesTheHandlerOver_WhichIsNoFailure()
    {
        await using var bus = await StartAsync(new Inline(static (_, _) => default));
        bus.Topic<Ping>().Subscribe(_ => _calls.Add("called"));

        await bus.Topic<Ping>().InvokeAsync(new Ping());

        Assert.Empty(_calls.Entries);
        Assert.Equal(0, bus.GetHealth().Failed);
    }

    [Fact]
    public async Task MiddlewareThatSuspends_IsWaitedForByAnEmit()
    {
        await using var bus = await StartAsync(new Inline(async (invocation, next) =>
        {
            await Task.Yield();
            await next(invocation);
        }));
        bus.Topic<Ping>().Subscribe(_ => _calls.Add("called"));

        bus.Topic<Ping>().Emit(new Ping());

        Assert.Equal(["called"], _calls.Entries);
    }

    [Fact]
    public async Task Middleware_RunsAroundCompileTimeHandlers_AndNotAroundPublishers()
    {
        var publisher = new MemoryPublisher("first");
        List<string> handlers = [];
        await using var bus = await TestBus.StartAsync(publishers: [publisher], build: builder => builder.AddMiddleware(new Inline((invocation, next) =>
        {
            lock (handlers) handlers.Add(invocation.Handler);
            return next(invocation);
        })));

        await bus.Topic<Dispatch.FailingHandlersEvent>().EmitAsync(new Dispatch.FailingHandlersEvent(_calls));
        await bus.DrainAsync();

        Assert.Equal(bus.Topic<Dispatch.FailingHandlersEvent>().Descriptor.Handlers, handlers);
        Assert.Single(publisher.Messages);
    }

    private static Task<EventBus> StartAsync(params IEventMiddleware[] middleware) => TestBus.StartAsync(build: builder =>
    {
        foreach (var one in middleware) builder.AddMiddleware(one);
    });

    private sealed class Around(string name, CallLog calls) : IEventMiddleware
    {
        public async ValueTask InvokeAsync(EventInvocation invocation, EventDelegate next)
        {
            calls.Add($"{name} >");
            await next(invocation);
            calls.Add($"< {name}");
        }
    }

    private sealed class Inline(Func<EventInvocation, EventDelegate, ValueTask> invoke) : IEventMiddleware
    {
        public ValueTask InvokeAsync(EventInvocation invocation, EventDelegate next) => invoke(invocation, next);
    }
}
