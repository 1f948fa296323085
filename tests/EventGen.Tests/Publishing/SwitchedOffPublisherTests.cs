namespace EventGen.Tests.Publishing;

/// <summary>A publisher that is switched off answers to its name and has nothing to do with the events.</summary>
public sealed class SwitchedOffPublisherTests
{
    private readonly SwitchedOffTransport _first = new("first");
    private readonly MemoryPublisher _second = new("second");

    public static TheoryData<EmitCall> Calls => [.. Enum.GetValues<EmitCall>()];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task ItGetsNothing_AndTheOthersDo(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync(publishers: [_first, _second]);

        await bus.Topic<TwoPublishersEvent>().EmitByAsync(call, new TwoPublishersEvent(7));
        await bus.DrainAsync();

        Assert.Single(_second.Messages);
        Assert.Equal((0, 0), (_first.Starts, _first.Publishes));
        Assert.Equal(0, bus.GetHealth().Failed);
    }

    [Fact]
    public async Task NothingNamesIt()
    {
        await using var bus = await TestBus.StartAsync(publishers: [_first, _second]);

        Assert.Equal(["second"], bus.Topic<TwoPublishersEvent>().Descriptor.Publishers);
        Assert.Equal(["second"], bus.Descriptors.Single(static descriptor => descriptor.Id == "two.publishers").Publishers);
        Assert.Equal(["second"], bus.GetHealth().Publishers.Select(static publisher => publisher.Name));
        Assert.Empty(bus.Transports);
        Assert.Equal(EventBusStatus.Healthy, bus.GetHealth().Status);
    }

    // Without a handler or another publisher nothing is left for a worker: a bus that has not started would keep it in its queue.
    [Fact]
    public async Task AnEventWithoutAnotherPublisher_LeavesNothingToTheQueue()
    {
        await using var bus = TestBus.Create(publishers: [_first, new SwitchedOffTransport("second")]);

        bus.Topic<TwoPublishersEvent>().Emit(new TwoPublishersEvent(7));

        Assert.Equal(0, bus.GetActivity().Queued);
    }

    private sealed class SwitchedOffTransport(string name) : IEventTransport
    {
        public int Starts { get; private set; }

        public int Publishes { get; private set; }

        public string Name => name;

        public bool IsEnabled => false;

        public ValueTask StartAsync(MessageReceiver receiver, CancellationToken cancellationToken)
        {
            Starts++;
            return default;
        }

        public ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken)
        {
            Publishes++;
            return default;
        }

        public ValueTask StopReceivingAsync(CancellationToken cancellationToken) => default;

        public ValueTask DisposeAsync() => default;
    }
}
