namespace EventGen.Tests.Dispatch;

public sealed class HandlerOrderTests
{
    private static readonly string[] s_inOrder = ["A.Zulu(-1)", "A.MidAsync", "Z.Run", "a.Run", "A.AlphaAsync(10)", "A.Beta(10)"];

    [Theory]
    [InlineData(EmitCall.InvokeAsync)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task EveryHandler_RunsByOrderThenByFullNameThenDynamicByTimeOfSubscription(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync();
        var calls = new CallLog();
        var topic = bus.Topic<OrderedHandlersEvent>();
        topic.Subscribe(async e =>
        {
            await Task.Yield();
            e.Calls.Add("dynamic 1");
        });
        topic.Subscribe(e => e.Calls.Add("dynamic 2"));
        topic.Subscribe((e, _) => e.Calls.Add("dynamic 3"));

        await topic.EmitByAsync(call, new OrderedHandlersEvent(calls));
        await bus.DrainAsync();

        Assert.Equal([.. s_inOrder, "dynamic 1", "dynamic 2", "dynamic 3"], calls.Entries);
    }

    [Fact]
    public async Task Emit_RunsSynchronousHandlersInOrderHere_AndLeavesTheAsynchronousOnesInOrderToTheQueue()
    {
        await using var bus = TestBus.Create();
        var calls = new CallLog();
        var topic = bus.Topic<OrderedHandlersEvent>();
        topic.Subscribe(e => e.Calls.Add("dynamic 1"));
        topic.Subscribe(e =>
        {
            e.Calls.Add("dynamic 2");
            return ValueTask.CompletedTask;
        });
        topic.Subscribe(e => e.Calls.Add("dynamic 3"));

        topic.Emit(new OrderedHandlersEvent(calls));
        string[] here = ["A.Zulu(-1)", "Z.Run", "a.Run", "A.Beta(10)", "dynamic 1", "dynamic 3"];
        Assert.Equal(here, calls.Entries);

        await bus.StartAsync();
        await bus.DrainAsync();
        Assert.Equal([.. here, "A.MidAsync", "A.AlphaAsync(10)", "dynamic 2"], calls.Entries);
    }

    [Fact]
    public void Descriptor_NamesTheHandlersInTheOrderInWhichTheyRun()
    {
        using var bus = TestBus.Create();

        Assert.Equal(
            [
                "EventGen.Tests.Dispatch.OrderedHandlersA.Zulu",
                "EventGen.Tests.Dispatch.OrderedHandlersA.MidAsync",
                "EventGen.Tests.Dispatch.OrderedHandlersZ.Run",
                "EventGen.Tests.Dispatch.OrderedHandlersa.Run",
                "EventGen.Tests.Dispatch.OrderedHandlersA.AlphaAsync",
                "EventGen.Tests.Dispatch.OrderedHandlersA.Beta",
            ],
            bus.Topic<OrderedHandlersEvent>().Descriptor.Handlers);
    }
}

[Event]
public sealed record OrderedHandlersEvent(CallLog Calls);

public static class OrderedHandlersZ
{
    [Subscribe]
    public static void Run(OrderedHandlersEvent e) => e.Calls.Add("Z.Run");
}

// Ordinal: every upper-case letter stands before every lower-case one.
public static class OrderedHandlersa
{
    [Subscribe]
    public static void Run(OrderedHandlersEvent e) => e.Calls.Add("a.Run");
}

public sealed class OrderedHandlersA
{
    [Subscribe(Order = 10)]
    public Task AlphaAsync(OrderedHandlersEvent e)
    {
        e.Calls.Add("A.AlphaAsync(10)");
        return Task.CompletedTask;
    }

    [Subscribe]
    public async ValueTask MidAsync(OrderedHandlersEvent e)
    {
        await Task.Yield();
        e.Calls.Add("A.MidAsync");
    }

    [Subscribe(Order = -1)]
    public void Zulu(OrderedHandlersEvent e) => e.Calls.Add("A.Zulu(-1)");

    [Subscribe(Order = 10)]
    public void Beta(OrderedHandlersEvent e) => e.Calls.Add("A.Beta(10)");
}
