namespace EventGen.Tests.Dispatch;

public sealed class UnsubscribeTests
{
    private readonly CallLog _calls = new();
    private Action? _unsubscribe;

    [Fact]
    public void Unsubscribe_EndsTheNewestSubscriptionOfAnEqualDelegate()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<Ping>();
        var oldest = topic.Subscribe(Log);
        topic.Subscribe(_ => _calls.Add("between"));
        var newest = topic.Subscribe(Log);

        Assert.True(topic.Unsubscribe((Action<Ping>)Log));

        Assert.Equal((true, false), (oldest.IsActive, newest.IsActive));
        topic.Emit(new Ping());
        Assert.Equal(["log", "between"], _calls.Entries);
        Assert.True(topic.Unsubscribe((Action<Ping>)Log));
        Assert.False(topic.Unsubscribe((Action<Ping>)Log));
        topic.Emit(new Ping());
        Assert.Equal(["log", "between", "between"], _calls.Entries);
    }

    [Fact]
    public void Unsubscribe_KnowsTheDelegateOfEveryOverload()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<Ping>();
        Action<Ping, EventContext, CancellationToken> synchronous = (_, _, _) => _calls.Add("called");
        Func<Ping, EventContext, CancellationToken, Task> asynchronous = (_, _, _) => Task.CompletedTask;
        topic.Subscribe(synchronous);
        topic.Subscribe(asynchronous);

        Assert.True(topic.Unsubscribe(synchronous));
        Assert.True(topic.Unsubscribe(asynchronous));

        topic.Emit(new Ping());
        Assert.Empty(_calls.Entries);
        Assert.Equal((0, 0), (topic.SubscriberCount, bus.GetHealth().QueueLength));
    }

    [Fact]
    public void Unsubscribe_DistinguishesTargets()
    {
        using var bus = TestBus.Create();
        var other = new UnsubscribeTests();
        bus.Topic<Ping>().Subscribe(Log);

        Assert.False(bus.Topic<Ping>().Unsubscribe((Action<Ping>)other.Log));
        Assert.False(bus.Topic<Pong>().Unsubscribe((Action<Ping>)Log));
        Assert.Equal(1, bus.Topic<Ping>().SubscriberCount);
    }

    [Fact]
    public void Unsubscribe_OfADisposedSubscription_ReturnsFalse()
    {
        using var bus = TestBus.Create();
        bus.Topic<Ping>().Subscribe(Log).Dispose();

        Assert.False(bus.Topic<Ping>().Unsubscribe((Action<Ping>)Log));
    }

    [Fact]
    public void Dispose_AfterUnsubscribe_LeavesALaterSubscriptionOfTheDelegate()
    {
        using var bus = TestBus.Create();
        var first = bus.Topic<Ping>().Subscribe(Log);
        Assert.True(bus.Topic<Ping>().Unsubscribe((Action<Ping>)Log));
        bus.Topic<Ping>().Subscribe(Log);

        first.Dispose();

        bus.Topic<Ping>().Emit(new Ping());
        Assert.Equal(["log"], _calls.Entries);
    }

    [Fact]
    public void Unsubscribe_WithoutHandler_ThrowsArgumentNull()
    {
        using var bus = TestBus.Create();

        Assert.Throws<ArgumentNullException>("handler", () => bus.Topic<Ping>().Unsubscribe(null!));
    }

    [Fact]
    public void Dispose_OfOneOfSeveral_KeepsWhatTheOthersNeed()
    {
        using var bus = TestBus.Create();
        var topic = bus.Topic<Ping>();
        var first = topic.Subscribe((_, context) => _calls.Add($"first {context.EventId}"));
        topic.Subscribe((_, context) => _calls.Add($"second {context.EventId}"));

        first.Dispose();
        topic.Emit(new Ping());

        Assert.Equal(["second ping"], _calls.Entries);
    }

    [Fact]
    public void FailureOfAHandlerThatEndsItselfFirst_NamesIt()
    {
        using var bus = TestBus.Create();
        bus.DeliveryFailed += (_, failure) => _calls.Add(failure.Handler);
        _unsubscribe = () => Assert.True(bus.Topic<Ping>().Unsubscribe((Action<Ping>)Fail));
        bus.Topic<Ping>().Subscribe(Fail);

        bus.Topic<Ping>().Emit(new Ping());

        Assert.Equal([$"{typeof(UnsubscribeTests).FullName}.{nameof(Fail)}"], _calls.Entries);
        Assert.Equal(0, bus.Topic<Ping>().SubscriberCount);
    }

    private void Fail(Ping e)
    {
        _unsubscribe?.Invoke();
        throw new InvalidOperationException("expected");
    }

    private void Log(Ping e) => _calls.Add("log");
}
