using System.Collections.Concurrent;
using System.Diagnostics;

namespace EventGen.Tests.Context;

/// <summary>
/// What surrounds an event reaches the events its handlers emit, whichever calls emitted them, and whether or not
/// somebody takes the context of the events between.
/// </summary>
public sealed class PropagationTests
{
    private readonly AsyncLocal<int> _inHandler = new();
    private EventContext? _outer;
    private EventContext? _inner;

    public static MatrixTheoryData<EmitCall, EmitCall> Pairs => new(Enum.GetValues<EmitCall>(), Enum.GetValues<EmitCall>());

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task EventEmittedByASynchronousHandler_CarriesItsCauseAndWhatSurroundsIt(EmitCall outer, EmitCall inner)
    {
        await using var bus = await StartAsync();
        bus.Topic<Ping>().Subscribe((_, context) =>
        {
            _outer = context;
            bus.Topic<Pong>().EmitByAsync(inner, new Pong()).GetAwaiter().GetResult();
        });

        await EmitAsync(bus, outer);

        AssertCaused();
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task EventEmittedByAnAsynchronousHandlerAfterAnAwait_CarriesItsCauseAndWhatSurroundsIt(EmitCall outer, EmitCall inner)
    {
        await using var bus = await StartAsync();
        bus.Topic<Ping>().Subscribe(async (_, context) =>
        {
            _outer = context;
            await Task.Yield();
            await bus.Topic<Pong>().EmitByAsync(inner, new Pong());
        });

        await EmitAsync(bus, outer);

        AssertCaused();
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task CauseAndSurroundings_PassThroughAnEventWithoutContext(EmitCall outer, EmitCall inner)
    {
        await using var bus = await StartAsync();
        bus.Topic<Ping>().Subscribe(async (_, context) =>
        {
            _outer = context;
            await bus.Topic<ValuePayloadEvent>().EmitByAsync(inner, default);
        });
        bus.Topic<ValuePayloadEvent>().Subscribe(_ => bus.Topic<Pong>().Emit(new Pong()));

        await EmitAsync(bus, outer);

        AssertCaused();
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task CauseAndSurroundings_PassThroughAnEventWithoutContext_AfterAnAwait(EmitCall outer, EmitCall inner)
    {
        await using var bus = await StartAsync();
        bus.Topic<Ping>().Subscribe((_, context) =>
        {
            _outer = context;
            bus.Topic<ValuePayloadEvent>().EmitByAsync(inner, default).GetAwaiter().GetResult();
        });
        bus.Topic<ValuePayloadEvent>().Subscribe(async _ =>
        {
            await Task.Yield();
            await bus.Topic<Pong>().InvokeAsync(new Pong());
        });

        await EmitAsync(bus, outer);

        AssertCaused();
    }

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.InvokeAsync)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task PushedMetadata_PassesThroughAnEventWithoutContext_ThatHasNoCause(EmitCall call)
    {
        await using var bus = await StartAsync();
        bus.Topic<Ping>().Subscribe(async _ =>
        {
            await Task.Yield();
            bus.Topic<Pong>().Emit(new Pong());
        });

        await EmitAsync(bus, call);

        Assert.Equal(new EventMetadata { UserId = "u1", CorrelationId = "c1" }, _inner!.Metadata);
    }

    [Fact]
    public async Task Emitter_IsNotTheCauseOfWhatItEmitsAfterTheHandlersHaveRun()
    {
        await using var bus = await StartAsync();
        bus.Topic<Ping>().Subscribe((_, _) => { });

        bus.Topic<Ping>().Emit(new Ping());
        bus.Topic<Pong>().Emit(new Pong());
        Assert.Null(_inner!.Metadata.CausationId);

        await bus.Topic<Ping>().InvokeAsync(new Ping());
        bus.Topic<Pong>().Emit(new Pong());
        Assert.Null(_inner.Metadata.CausationId);
    }

    [Fact]
    public async Task CausationId_NamesTheDirectCause_AndCorrelationIdThePieceOfBusiness()
    {
        await using var bus = await StartAsync();
        EventContext? middle = null;
        bus.Topic<Ping>().Subscribe((_, _) => bus.Topic<ValuePayloadEvent>().Emit(default));
        bus.Topic<ValuePayloadEvent>().Subscribe((_, context) =>
        {
            middle = context;
            bus.Topic<Pong>().Emit(new Pong());
        });

        using (EventMetadata.Push(correlationId: "c1")) bus.Topic<Ping>().Emit(new Ping());

        Assert.Equal(middle!.Id.ToString(), _inner!.Metadata.CausationId);
        Assert.Equal("c1", _inner.Metadata.CorrelationId);
    }

    [Fact]
    public async Task EventWhoseContextIsAskedForWhileItWaits_CarriesWhatSurroundedItsEmit()
    {
        await using var bus = TestBus.Create();
        using (EventMetadata.Push(userId: "u1", correlationId: "c1")) await bus.Topic<Ping>().EmitAsync(new Ping());
        bus.Topic<Ping>().Subscribe((_, context) =>
        {
            _outer = context;
            bus.Topic<Pong>().Emit(new Pong());
        });
        bus.Topic<Pong>().Subscribe((_, context) => _inner = context);

        await bus.StartAsync();
        await bus.DrainAsync();

        Assert.Equal(new EventMetadata { UserId = "u1", CorrelationId = "c1" }, _outer!.Metadata);
        AssertCaused();
    }

    [Fact]
    public async Task CodeThatAHandlerLetsGoOn_IsNotPartOfTheHandler()
    {
        await using var bus = await StartAsync();
        var elsewhere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task emitted = EmitLaterAsync();
        bus.Topic<Ping>().Subscribe((_, _) => elsewhere.SetResult());

        bus.Topic<Ping>().Emit(new Ping());
        await Deadline.WithinAsync(emitted, "the code elsewhere");

        Assert.Null(_inner!.Metadata.CausationId);

        async Task EmitLaterAsync()
        {
            await elsewhere.Task.ConfigureAwait(false);
            bus.Topic<Pong>().Emit(new Pong());
        }
    }

    [Fact]
    public async Task EventsQueuedInScopesInTurn_RunInTheirOwn_AlsoInCodeThatOutlivesTheirHandlers()
    {
        const int Events = 60;   // more than a worker keeps execution contexts
        await using var bus = TestBus.Create(static options => options.Workers = 1);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = new ConcurrentBag<(int Number, string? User, string? Trace)>();
        bus.Topic<Pong>().Subscribe((_, context) => seen.Add((_inHandler.Value, context.Metadata.UserId, context.Metadata.TraceId)));
        var outliving = new ConcurrentBag<Task>();
        bus.Topic<Ping>().Subscribe(e =>
        {
            _inHandler.Value = e.Number;
            bus.Topic<Pong>().Emit(new Pong());
            outliving.Add(EmitLaterAsync());
        });
        using var first = EventMetadata.Push(userId: "first");
        using var activity = new Activity("request").Start();
        for (int i = 0; i < Events; i++)
        {
            using var second = i % 3 == 1 ? EventMetadata.Push(userId: "second") : null;
            Activity.Current = i % 2 == 0 ? activity : null;
            await bus.Topic<Ping>().EmitAsync(new Ping(i));
        }

        Activity.Current = activity;
        await bus.StartAsync();
        await Eventually.TrueAsync(() => outliving.Count == Events);
        release.SetResult();
        await Deadline.WithinAsync(Task.WhenAll(outliving), "the code that outlives the handlers");

        Assert.Equal(2 * Events, seen.Count);
        Assert.All(seen, one => Assert.Equal((one.Number % 3 == 1 ? "second" : "first", one.Number % 2 == 0 ? activity.TraceId.ToHexString() : null), (one.User, one.Trace)));

        async Task EmitLaterAsync()
        {
            await release.Task;
            bus.Topic<Pong>().Emit(new Pong());
        }
    }

    [Fact]
    public void EmitsInOneScope_CarryWhatTheirBusAndTheirTraceSay()
    {
        using var shop = TestBus.Create(static options => options.Source = "shop");
        using var stock = TestBus.Create(static options => options.Source = "stock");
        List<(string?, string?, string?)> seen = [];
        foreach (var bus in (EventBus[])[shop, stock]) bus.Topic<Pong>().Subscribe((_, context) => seen.Add((context.Metadata.Source, context.Metadata.UserId, context.Metadata.TraceId)));
        List<(string?, string?, string?)> expected = [];

        foreach (string? user in (string?[])["u1", null])
        {
            using var scope = user is null ? null : EventMetadata.Push(userId: user);
            for (int i = 0; i < 4; i++)
            {
                using var activity = i % 2 == 0 ? new Activity("request").Start() : null;
                shop.Topic<Pong>().Emit(new Pong());
                stock.Topic<Pong>().Emit(new Pong());
                shop.Topic<Pong>().Emit(new Pong());
                expected.AddRange(((string[])["shop", "stock", "shop"]).Select(source => ((string?)source, user, activity?.TraceId.ToHexString())));
            }
        }

        Assert.Equal(expected, seen);
    }

    private async Task<EventBus> StartAsync()
    {
        var bus = await TestBus.StartAsync();
        bus.Topic<Pong>().Subscribe((_, context) => _inner = context);
        return bus;
    }

    private static async Task EmitAsync(EventBus bus, EmitCall call)
    {
        using (EventMetadata.Push(userId: "u1", correlationId: "c1")) await bus.Topic<Ping>().EmitByAsync(call, new Ping());
        await bus.DrainAsync();
        Assert.Equal(0, bus.GetHealth().Failed);
    }

    private void AssertCaused() =>
        Assert.Equal(new EventMetadata { UserId = "u1", CorrelationId = "c1", CausationId = _outer!.Id.ToString() }, _inner!.Metadata);
}
