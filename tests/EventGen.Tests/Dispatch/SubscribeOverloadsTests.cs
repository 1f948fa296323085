namespace EventGen.Tests.Dispatch;

public sealed class SubscribeOverloadsTests
{
    private readonly CallLog _calls = new();

    [Theory]
    [InlineData(EmitCall.InvokeAsync)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task EveryOverload_IsCalledInOrderWithWhatItTakes(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync();
        SubscribeAll(bus.Topic<Ping>());

        await bus.Topic<Ping>().EmitByAsync(call, new Ping(7));
        await bus.DrainAsync();

        Assert.Equal(
            [
                "7", "7 ping", "7 True", "7 ping True",
                "ValueTask 7", "ValueTask 7 ping", "ValueTask 7 True", "ValueTask 7 ping True",
                "Task 7", "Task 7 ping", "Task 7 True", "Task 7 ping True",
            ],
            _calls.Entries);
    }

    [Fact]
    public async Task Emit_CallsTheActionsAtOnce_AndTheFunctionsOnTheQueue()
    {
        await using var bus = TestBus.Create();
        SubscribeAll(bus.Topic<Ping>());

        bus.Topic<Ping>().Emit(new Ping(7));

        Assert.Equal(["7", "7 ping", "7 True", "7 ping True"], _calls.Entries);
        Assert.Equal(1, bus.GetHealth().QueueLength);
        await bus.StartAsync();
        await bus.DrainAsync();
        Assert.Equal(12, _calls.Entries.Length);
    }

    [Fact]
    public void Subscribe_CountsAmongTheSubscribersUntilItIsDisposed()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<Ping>();

        var first = topic.Subscribe(_ => { });
        var second = topic.Subscribe(_ => { });
        Assert.Equal((2, 2), (topic.SubscriberCount, bus.GetHealth().Subscribers));
        Assert.True(first.IsActive);

        first.Dispose();
        first.Dispose();
        Assert.Equal((1, 1), (topic.SubscriberCount, bus.GetHealth().Subscribers));
        Assert.False(first.IsActive);
        Assert.True(second.IsActive);
    }

    [Fact]
    public void Subscribe_OfOneDelegateTwice_IsTwoSubscriptions()
    {
        using var bus = TestBus.Create();
        int calls = 0;
        Action<Ping> handler = _ => calls++;
        var first = bus.Topic<Ping>().Subscribe(handler);
        bus.Topic<Ping>().Subscribe(handler);

        bus.Topic<Ping>().Emit(new Ping());
        Assert.Equal(2, calls);

        first.Dispose();
        bus.Topic<Ping>().Emit(new Ping());
        Assert.Equal(3, calls);
    }

    [Fact]
    public void Subscribe_WithoutHandler_ThrowsArgumentNull()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<Ping>();

        Assert.Throws<ArgumentNullException>("handler", () => topic.Subscribe((Action<Ping>)null!));
        Assert.Throws<ArgumentNullException>("handler", () => topic.Subscribe((Action<Ping, EventContext>)null!));
        Assert.Throws<ArgumentNullException>("handler", () => topic.Subscribe((Action<Ping, CancellationToken>)null!));
        Assert.Throws<ArgumentNullException>("handler", () => topic.Subscribe((Action<Ping, EventContext, CancellationToken>)null!));
        Assert.Throws<ArgumentNullException>("handler", () => topic.Subscribe((Func<Ping, ValueTask>)null!));
        Assert.Throws<ArgumentNullException>("handler", () => topic.Subscribe((Func<Ping, EventContext, ValueTask>)null!));
        Assert.Throws<ArgumentNullException>("handler", () => topic.Subscribe((Func<Ping, CancellationToken, ValueTask>)null!));
        Assert.Throws<ArgumentNullException>("handler", () => topic.Subscribe((Func<Ping, EventContext, CancellationToken, ValueTask>)null!));
        Assert.Throws<ArgumentNullException>("handler", () => topic.Subscribe((Func<Ping, Task>)null!));
        Assert.Throws<ArgumentNullException>("handler", () => topic.Subscribe((Func<Ping, EventContext, Task>)null!));
        Assert.Throws<ArgumentNullException>("handler", () => topic.Subscribe((Func<Ping, CancellationToken, Task>)null!));
        Assert.Throws<ArgumentNullException>("handler", () => topic.Subscribe((Func<Ping, EventContext, CancellationToken, Task>)null!));
        Assert.Equal(0, topic.SubscriberCount);
    }

    private void SubscribeAll(EventTopic<Ping> topic)
    {
        topic.Subscribe((Action<Ping>)(e => _calls.Add($"{e.Number}")));
        topic.Subscribe((Action<Ping, EventContext>)((e, context) => _calls.Add($"{e.Number} {context.EventId}")));
        topic.Subscribe((Action<Ping, CancellationToken>)((e, ct) => _calls.Add($"{e.Number} {ct.CanBeCanceled}")));
        topic.Subscribe((Action<Ping, EventContext, CancellationToken>)((e, context, ct) => _calls.Add($"{e.Number} {context.EventId} {ct.CanBeCanceled}")));
        topic.Subscribe((Func<Ping, ValueTask>)(e => LogValueAsync($"ValueTask {e.Number}")));
        topic.Subscribe((Func<Ping, EventContext, ValueTask>)((e, context) => LogValueAsync($"ValueTask {e.Number} {context.EventId}")));
        topic.Subscribe((Func<Ping, CancellationToken, ValueTask>)((e, ct) => LogValueAsync($"ValueTask {e.Number} {ct.CanBeCanceled}")));
        topic.Subscribe((Func<Ping, EventContext, CancellationToken, ValueTask>)((e, context, ct) => LogValueAsync($"ValueTask {e.Number} {context.EventId} {ct.CanBeCanceled}")));
        topic.Subscribe((Func<Ping, Task>)(e => LogAsync($"Task {e.Number}")));
        topic.Subscribe((Func<Ping, EventContext, Task>)((e, context) => LogAsync($"Task {e.Number} {context.EventId}")));
        topic.Subscribe((Func<Ping, CancellationToken, Task>)((e, ct) => LogAsync($"Task {e.Number} {ct.CanBeCanceled}")));
        topic.Subscribe((Func<Ping, EventContext, CancellationToken, Task>)((e, context, ct) => LogAsync($"Task {e.Number} {context.EventId} {ct.CanBeCanceled}")));
    }

    private async Task LogAsync(string entry)
    {
        await Task.Yield();
        _calls.Add(entry);
    }

    private ValueTask LogValueAsync(string entry) => new(LogAsync(entry));
}
