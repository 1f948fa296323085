namespace EventGen.Tests.Context;

public sealed class NullBusTests
{
    public static TheoryData<EmitCall> Calls => [.. Enum.GetValues<EmitCall>()];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Null_AcceptsEverything_AndRunsNothing(EmitCall call)
    {
        var calls = new CallLog();
        using var subscription = EventBus.Null.Topic<Dispatch.OrderedHandlersEvent>().Subscribe(e => e.Calls.Add("called"));

        await EventBus.Null.Topic<Dispatch.OrderedHandlersEvent>().EmitByAsync(call, new Dispatch.OrderedHandlersEvent(calls));
        await EventBus.Null.Topic<TwoPublishersEvent>().EmitByAsync(call, new TwoPublishersEvent(1));

        Assert.Empty(calls.Entries);
        Assert.Equal(0, EventBus.Null.Topic<Dispatch.OrderedHandlersEvent>().SubscriberCount);
        Assert.Equal(0, EventBus.Null.GetHealth().QueueLength);
    }

    [Fact]
    public async Task Null_IsAnAmbientBusLikeAnother()
    {
        using var use = EventBus.Use(EventBus.Null);

        Assert.Same(EventBus.Null, EventBus.Current);
        Assert.Same(EventBus.Null, Events.Ping.Bus);
        Events.Ping.Emit(new Ping());
        await Events.Ping.EmitAsync(number: 3);
    }

    [Fact]
    public async Task Null_StartsAndStopsForEver()
    {
        await EventBus.Null.StartAsync();
        var report = await EventBus.Null.StopAsync();
        await EventBus.Null.DisposeAsync();

        Assert.True(report.IsComplete);
        EventBus.Null.Topic<Ping>().Emit(new Ping());
        Assert.True(EventBus.Null.Topic<Ping>().TryEnqueue(new Ping()));
        Assert.Equal(EventBusStatus.Healthy, EventBus.Null.GetHealth().Status);
    }

    [Fact]
    public void Null_DescribesTheEventsOfTheExecutable()
    {
        Assert.Equal("ping", EventBus.Null.Topic<Ping>().Descriptor.Id);
        Assert.Empty(EventBus.Null.Topic<Dispatch.OrderedHandlersEvent>().Descriptor.Handlers);
        Assert.Empty(EventBus.Null.Topic<TwoPublishersEvent>().Descriptor.Publishers);
    }

    [Fact]
    public void Null_FindsNoSubscriptionToEnd()
    {
        Action<Ping> handler = static _ => { };
        var subscription = EventBus.Null.Topic<Ping>().Subscribe(handler);

        Assert.False(EventBus.Null.Topic<Ping>().Unsubscribe(handler));
        subscription.Dispose();
        subscription.Dispose();
        Assert.Equal(0, EventBus.Null.GetHealth().Subscribers);
    }
}
