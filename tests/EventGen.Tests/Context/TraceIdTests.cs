using System.Diagnostics;

namespace EventGen.Tests.Context;

public sealed class TraceIdTests
{
    private readonly CallLog _traces = new();

    [Fact]
    public void TraceId_IsThatOfTheCurrentActivity()
    {
        using var bus = TestBus.Create();
        Observe<Ping>(bus);

        bus.Topic<Ping>().Emit(new Ping());
        using (var activity = new Activity("request").Start())
        {
            bus.Topic<Ping>().Emit(new Ping());
            Assert.Equal(["none", activity.TraceId.ToHexString()], _traces.Entries);
        }
    }

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.InvokeAsync)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task TraceId_ReachesWhatHandlersEmit(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync();
        Observe<Pong>(bus);
        bus.Topic<Ping>().Subscribe(async (_, _) =>
        {
            await Task.Yield();
            bus.Topic<Pong>().Emit(new Pong());
        });

        string trace = await EmitInActivityAsync(bus, call);

        Assert.Equal([trace], _traces.Entries);
    }

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.InvokeAsync)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task TraceId_PassesThroughAnEventWithoutContext(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync();
        Observe<Pong>(bus);
        bus.Topic<Ping>().Subscribe(async _ =>
        {
            await Task.Yield();
            bus.Topic<Pong>().Emit(new Pong());
        });

        string trace = await EmitInActivityAsync(bus, call);

        Assert.Equal([trace], _traces.Entries);
    }

    [Fact]
    public void TraceId_OfAnActivityThatAHandlerStarts_IsTheHandlers()
    {
        using var bus = TestBus.Create();
        Observe<Pong>(bus);
        string? own = null;
        bus.Topic<Ping>().Subscribe((_, _) =>
        {
            using var activity = new Activity("handler").SetParentId(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom()).Start();
            own = activity.TraceId.ToHexString();
            bus.Topic<Pong>().Emit(new Pong());
        });

        using (new Activity("request").Start()) bus.Topic<Ping>().Emit(new Ping());

        Assert.Equal([own!], _traces.Entries);
    }

    private void Observe<T>(EventBus bus) => bus.Topic<T>().Subscribe((_, context) => _traces.Add(context.Metadata.TraceId ?? "none"));

    private static async Task<string> EmitInActivityAsync(EventBus bus, EmitCall call)
    {
        string trace;
        using (var activity = new Activity("request").Start())
        {
            trace = activity.TraceId.ToHexString();
            await bus.Topic<Ping>().EmitByAsync(call, new Ping());
        }

        await bus.DrainAsync();
        return trace;
    }
}
