namespace EventGen.Tests.Context;

/// <summary>
/// What surrounds an event reaches the events its handlers emit, whichever calls emitted them, and whether or not
/// somebody takes the context of the events between.
/// </summary>
public sealed class PropagationTests
{
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
