namespace EventGen.Tests.Delivery;

public sealed class DeliveryFailedTests
{
    private readonly CallLog _calls = new();

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task HandlerFailed_SaysWhatFailed(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync();
        var failure = new InvalidOperationException("broken");
        List<(object? Sender, DeliveryFailure Failure)> raised = [];
        bus.DeliveryFailed += (sender, failed) => raised.Add((sender, failed));
        bus.Topic<Ping>().Subscribe(new Action<Ping, EventContext>((_, _) => throw failure));
        var payload = new Ping(1);

        await bus.Topic<Ping>().EmitByAsync(call, payload);
        await bus.DrainAsync();

        var (sender, failed) = Assert.Single(raised);
        Assert.Same(bus, sender);
        Assert.Same(failure, failed.Exception);
        Assert.Same(payload, failed.Payload);
        Assert.Equal("ping", failed.EventId);
        Assert.Equal(1, failed.Attempt);
        Assert.False(failed.IsPublisher);
        Assert.StartsWith("EventGen.Tests.Delivery.DeliveryFailedTests", failed.Handler, StringComparison.Ordinal);
        Assert.Equal("ping", failed.Context?.EventId);
        Assert.Equal($"Handler '{failed.Handler}' failed on event 'ping': InvalidOperationException: broken", failed.ToString());
        Assert.Equal(1, bus.GetHealth().Failed);
    }

    [Fact]
    public void HandlerFailed_OfAnEventWithoutContext_HasOneAllTheSame()
    {
        using var bus = TestBus.Create();
        DeliveryFailure? failed = null;
        bus.DeliveryFailed += (_, failure) => failed = failure;
        bus.Topic<Ping>().Subscribe(new Action<Ping>(static _ => throw new InvalidOperationException()));

        bus.Topic<Ping>().Emit(new Ping());

        Assert.Equal("ping", failed!.Context?.EventId);
        Assert.Equal(1, failed.Attempt);
        Assert.Null(failed.RetryIn);
    }

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.EmitAsync)]
    public async Task ObserverThatThrows_IsLogged_AndStopsNeitherTheHandlersNorTheOtherObservers(EmitCall call)
    {
        var log = new RecordingLogger();
        await using var bus = await TestBus.StartAsync(build: builder => builder.UseLogging(log));
        bus.DeliveryFailed += (_, _) => throw new InvalidOperationException("observer");
        bus.DeliveryFailed += (_, failure) => _calls.Add($"observed {failure.EventId}");
        bus.Topic<Ping>().Subscribe(new Action<Ping>(static _ => throw new InvalidOperationException("handler")));
        bus.Topic<Ping>().Subscribe(_ => _calls.Add("next handler"));

        await bus.Topic<Ping>().EmitByAsync(call, new Ping());
        await bus.DrainAsync();

        Assert.Equal(["observed ping", "next handler"], _calls.Entries);
        Assert.Contains(log.Entries, static entry => entry.Exception?.Message == "observer" && entry.Message.Contains("'ping'", StringComparison.Ordinal));
    }

    [Fact]
    public void Observer_MayEmit()
    {
        using var bus = TestBus.Create();
        bus.DeliveryFailed += (_, failure) => bus.Topic<Pong>().Emit(new Pong(((Ping)failure.Payload).Number));
        bus.Topic<Pong>().Subscribe(e => _calls.Add($"pong {e.Number}"));
        bus.Topic<Ping>().Subscribe(new Action<Ping>(static _ => throw new InvalidOperationException()));

        bus.Topic<Ping>().Emit(new Ping(3));

        Assert.Equal(["pong 3"], _calls.Entries);
    }

    [Fact]
    public void Observer_ThatHasLeft_IsNotTold()
    {
        using var bus = TestBus.Create();
        EventHandler<DeliveryFailure> observer = (_, _) => _calls.Add("told");
        bus.DeliveryFailed += observer;
        bus.DeliveryFailed -= observer;
        bus.Topic<Ping>().Subscribe(new Action<Ping>(static _ => throw new InvalidOperationException()));

        bus.Topic<Ping>().Emit(new Ping());

        Assert.Empty(_calls.Entries);
        Assert.Equal(1, bus.GetHealth().Failed);
    }

    [Fact]
    public async Task PublisherThatFails_IsRaisedByItsName()
    {
        await using var bus = await TestBus.StartAsync(publishers: [new FailingPublisher("first")]);
        List<DeliveryFailure> raised = [];
        bus.DeliveryFailed += (_, failure) => raised.Add(failure);

        await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(1));
        await bus.DrainAsync();

        var failed = Assert.Single(raised);
        Assert.True(failed.IsPublisher);
        Assert.Equal(("first", "two.publishers"), (failed.Handler, failed.EventId));
        Assert.Equal("Publisher 'first' failed on event 'two.publishers': InvalidOperationException: first is down", failed.ToString());
    }
}
