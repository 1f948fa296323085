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
        var topic = bus.Topic<Sorted>();
        topic.Subscribe(async e =>
        {
            await Task.Yield();
            e.Calls.Add("dynamic 1");
        });
        topic.Subscribe(e => e.Calls.Add("dynamic 2"));
        topic.Subscribe((e, _) => e.Calls.Add("dynamic 3"));

        await topic.EmitByAsync(call, new Sorted(calls));
        await bus.DrainAsync();

        Assert.Equal([.. s_inOrder, "dynamic 1", "dynamic 2", "dynamic 3"], calls.Entries);
    }

    [Fact]
    public async Task Emit_RunsSynchronousHandlersInOrderHere_AndLeavesTheAsynchronousOnesInOrderToTheQueue()
    {
        await using var bus = TestBus.Create();
        var calls = new CallLog();
        var topic = bus.Topic<Sorted>();
        topic.Subscribe(e => e.Calls.Add("dynamic 1"));
        topic.Subscribe(e =>
        {
            e.Calls.Add("dynamic 2");
            return ValueTask.CompletedTask;
        });
        topic.Subscribe(e => e.Calls.Add("dynamic 3"));

        topic.Emit(new Sorted(calls));
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
                "EventGen.Tests.Dispatch.SortedA.Zulu",
                "EventGen.Tests.Dispatch.SortedA.MidAsync",
                "EventGen.Tests.Dispatch.SortedZ.Run",
                "EventGen.Tests.Dispatch.Sorteda.Run",
                "EventGen.Tests.Dispatch.SortedA.AlphaAsync",
                "EventGen.Tests.Dispatch.SortedA.Beta",
            ],
            bus.Topic<Sorted>().Descriptor.Handlers);
    }
}
