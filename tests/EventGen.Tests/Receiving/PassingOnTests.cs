using EventGen.Tests.Registry;

namespace EventGen.Tests.Receiving;

/// <summary>Received events that are published to other publishers.</summary>
public sealed class PassingOnTests
{
    private readonly ManualTransport _from = new("from");

    [Fact]
    public async Task ReceivedEvent_IsPassedOnAsItCame_AndCountsAsHandledAfterwards()
    {
        var gate = new AsyncGate();
        var to = new Recorder(gate);
        await using var bus = await StartAsync(to);
        var message = Messages.Received();

        var receiving = _from.Receiver!.ReceiveAsync(message).AsTask();
        await gate.ReachedWithinAsync(TimeSpan.FromMinutes(1));
        Assert.False(receiving.IsCompleted);
        gate.Open();

        Assert.Equal(ReceiveStatus.Handled, (await receiving).Status);
        var published = Assert.Single(to.Messages);
        Assert.Equal((message.Id, message.Timestamp), (published.Id, published.Timestamp));
        Assert.True(MessageRoute.HasPublisher(published.Via, "from") && MessageRoute.HasPublisher(published.Via, "to") && MessageRoute.HasBus(published.Via, _from.Receiver.Origin));
        Assert.DoesNotContain("publish", _from.Calls);
    }

    [Fact]
    public async Task ReceivedEvent_ThatHasBeenThere_IsNotPassedOn_AndOneOfThisBusIsNotHandled()
    {
        var to = new MemoryPublisher("to");
        await using var bus = await StartAsync(to);
        int handled = 0;
        bus.Topic<ReceivedEvent>().Subscribe(_ => { Interlocked.Increment(ref handled); });

        Assert.Equal(ReceiveStatus.Handled, (await ReceiveAsync(MessageRoute.Add(null, "other", ["to"]))).Status);
        Assert.Equal(1, handled);
        Assert.Equal(ReceiveStatus.Handled, (await ReceiveAsync(MessageRoute.Add(null, _from.Receiver!.Origin, []))).Status);
        Assert.Equal((1, 1L), (handled, bus.GetHealth().OwnMessages));
        Assert.Empty(to.Messages);
    }

    [Fact]
    public async Task DeadLetterOfAPassedOnEvent_KeepsItsWay_AlsoWhenItIsReplayed()
    {
        var to = new Recorder() { Fails = true };
        await using var bus = await StartAsync(to);
        await ReceiveAsync(via: null);

        var deadLetter = Assert.IsType<DeadLetter.Delivery>(Assert.Single(await bus.DeadLetters.ListAsync()));
        Assert.True(MessageRoute.HasPublisher(deadLetter.Via, "from"));
        to.Fails = false;
        Assert.Equal(new ReplayReport(1, 0), await bus.DeadLetters.ReplayAllAsync());

        Assert.True(MessageRoute.HasPublisher(Assert.Single(to.Messages).Via, "from"));
    }

    // Else a receiver that passes events on would take it that they have been there.
    [Fact]
    public async Task EmittedEvent_DoesNotNameAPublisherThatIsSwitchedOff()
    {
        var to = new Recorder();
        await using var bus = await StartAsync(to, new SwitchedOff());

        await bus.Topic<ReceivedEvent>().InvokeAsync(new ReceivedEvent("n", 1), TestContext.Current.CancellationToken);

        string? via = Assert.Single(to.Messages).Via;
        Assert.True(MessageRoute.HasPublisher(via, "to"));
        Assert.False(MessageRoute.HasPublisher(via, "from"));
    }

    private Task<ReceiveResult> ReceiveAsync(string? via)
    {
        var message = Messages.Received();
        return _from.Receiver!.ReceiveAsync(new EventMessage { Id = message.Id, EventId = message.EventId, Payload = message.Payload, Timestamp = message.Timestamp, Via = via }).AsTask();
    }

    private async Task<EventBus> StartAsync(IEventPublisher to, IEventPublisher? from = null)
    {
        var definition = HandWrittenModule.Define<ReceivedEvent>("received");
        definition = new() { Descriptor = definition.Descriptor with { Publishers = ["from", "to"], PublishersOnReceive = ["from", "to"] }, Json = static () => TestsJson.Default.ReceivedEvent };
        var bus = EventBus.Create(builder => builder
            .AddModule(new HandWrittenModule("Passing", module => module.AddEvent(definition)))
            .Configure(static options => options.PublisherRetry = RetryPolicy.None)
            .AddPublisher(from ?? _from)
            .AddPublisher(to));
        await bus.StartAsync(TestContext.Current.CancellationToken);
        return bus;
    }

    private sealed class SwitchedOff : IEventPublisher
    {
        public string Name => "from";

        public bool IsEnabled => false;

        public ValueTask PublishAsync(EventMessage message, CancellationToken ct) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => default;
    }

    private sealed class Recorder(AsyncGate? gate = null) : IEventPublisher
    {
        public string Name => "to";

        public bool Fails { get; set; }

        public List<EventMessage> Messages { get; } = [];

        public async ValueTask PublishAsync(EventMessage message, CancellationToken ct)
        {
            if (gate is not null) await gate.PassAsync(ct);
            if (Fails) throw new InvalidDataException("as the test wants");
            Messages.Add(message);
        }

        public ValueTask DisposeAsync() => default;
    }
}
