using System.Runtime.InteropServices;
using System.Text;

namespace EventGen.Tests.Publishing;

public sealed class PublisherFanOutTests
{
    private readonly MemoryPublisher _first = new("first");
    private readonly MemoryPublisher _second = new("second");

    public static TheoryData<EmitCall> Calls => [.. Enum.GetValues<EmitCall>()];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task EveryCall_PublishesToEachPublisherOnce(EmitCall call)
    {
        var clock = new ManualTimeProvider();
        await using var bus = await TestBus.StartAsync(
            options => (options.TimeProvider, options.Source) = (clock, "tests"), publishers: [_first, _second]);

        await bus.Topic<TwoPublishersEvent>().EmitByAsync(call, new TwoPublishersEvent(7));
        await bus.DrainAsync();

        var message = Assert.Single(_first.Messages);
        Assert.Equal("two.publishers", message.EventId);
        Assert.Equal(7, message.Id.Version);
        Assert.Equal("""{"Number":7}""", Encoding.UTF8.GetString(message.Payload.Span));
        Assert.Equal(clock.GetUtcNow(), message.Timestamp);
        Assert.Equal("tests", message.Metadata.Source);
        Assert.Null(message.Key);
        Assert.Single(_second.Messages);
    }

    [Fact]
    public async Task MissingPublisher_OnABusThatNothingHasChecked_SaysThatTheHostMayNotHaveStarted()
    {
        await using var bus = EventBus.Create(static bus => bus.AddModule(EventGenTestsEventModule.Instance));

        var thrown = await Assert.ThrowsAsync<EventDispatchException>(() => bus.Topic<TwoPublishersEvent>().InvokeAsync(new TwoPublishersEvent(1)).AsTask());

        Assert.All(thrown.Failures, static failure => Assert.EndsWith(
            "but the bus has no publisher of that name. Add one, such as with AddRabbitMQ or AddPublisher. If AddEventGen is there, the host has not started yet, and this is the bus made on first use: emit after StartAsync, or inject EventTopic<T>.",
            failure.Exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ANullThatReceiversWouldRefuse_IsAFailureOfThePublisher()
    {
        await using var bus = await TestBus.StartAsync(publishers: [_first]);
        DeliveryFailure? failure = null;
        bus.DeliveryFailed += (_, failed) => failure = failed;

        await bus.Topic<PublishedText>().EmitAsync(new PublishedText(null!));
        await bus.DrainAsync();

        Assert.Empty(_first.Messages);
        Assert.Equal("Event 'published.text' could not be read again: part 'Text' is null, which it may not be. Give the part a value, or declare it nullable.", failure?.Exception.Message);
        Assert.Null(failure!.RetryIn);
    }

    [Fact]
    public async Task Payload_IsWrittenOnce_AndSharedByThePublishers()
    {
        await using var bus = TestBus.Create(publishers: [_first, _second]);

        await bus.Topic<TwoPublishersEvent>().InvokeAsync(new TwoPublishersEvent(7));

        Assert.Same(_first.Messages[0], _second.Messages[0]);
        Assert.True(MemoryMarshal.TryGetArray(_first.Messages[0].Payload, out var one));
        Assert.True(MemoryMarshal.TryGetArray(_second.Messages[0].Payload, out var other));
        Assert.Same(one.Array, other.Array);
    }

    [Theory]
    [InlineData(EmitCall.Emit, true)]
    [InlineData(EmitCall.EmitAsync, true)]
    [InlineData(EmitCall.EmitAsync, false)]
    [InlineData(EmitCall.TryEnqueue, false)]
    public async Task PublisherThatFails_DoesNotStopTheNextOne(EmitCall call, bool throwsAtOnce)
    {
        await using var bus = await TestBus.StartAsync(publishers: [new FailingPublisher("first") { ThrowsAtOnce = throwsAtOnce }, _second]);

        await bus.Topic<TwoPublishersEvent>().EmitByAsync(call, new TwoPublishersEvent(7));
        await bus.DrainAsync();

        Assert.Single(_second.Messages);
        Assert.Equal(1, bus.GetHealth().Failed);
    }

    [Theory]
    [InlineData(EmitCall.InvokeAsync)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task Publishers_RunAfterEveryHandler(EmitCall call)
    {
        var calls = new CallLog();
        await using var bus = await TestBus.StartAsync(publishers: [_first]);
        bus.Topic<TwoPublishersEvent>().Subscribe(async _ =>
        {
            await Task.Yield();
            calls.Add($"asynchronous, published: {_first.Messages.Count}");
        });
        bus.Topic<TwoPublishersEvent>().Subscribe(_ => calls.Add($"synchronous, published: {_first.Messages.Count}"));

        await bus.Topic<TwoPublishersEvent>().EmitByAsync(call, new TwoPublishersEvent(7));
        await bus.DrainAsync();

        Assert.Equal(["asynchronous, published: 0", "synchronous, published: 0"], calls.Entries);
        Assert.Single(_first.Messages);
    }

    [Fact]
    public async Task Publishers_OfAnEmit_RunAfterItsAsynchronousHandlers()
    {
        await using var bus = await TestBus.StartAsync(publishers: [_first]);
        var gate = new AsyncGate();
        bus.Topic<TwoPublishersEvent>().Subscribe(_ => gate.PassAsync());

        bus.Topic<TwoPublishersEvent>().Emit(new TwoPublishersEvent(7));
        await gate.Reached;
        Assert.Empty(_first.Messages);

        gate.Open();
        await bus.DrainAsync();
        Assert.Single(_first.Messages);
    }

    [Fact]
    public async Task Message_CarriesTheContextThatTheHandlersSaw()
    {
        await using var bus = await TestBus.StartAsync(publishers: [_first]);
        EventContext? seen = null;
        bus.Topic<TwoPublishersEvent>().Subscribe((_, context) => seen = context);

        using (EventMetadata.Push(userId: "u1", requestId: "r1")) bus.Topic<TwoPublishersEvent>().Emit(new TwoPublishersEvent(7));
        await bus.DrainAsync();

        var message = Assert.Single(_first.Messages);
        Assert.Equal((seen!.Id, seen.Timestamp, seen.Metadata), (message.Id, message.Timestamp, message.Metadata));
        Assert.Equal(("u1", "r1"), (message.Metadata.UserId, message.Metadata.RequestId));
    }

    [Fact]
    public async Task Message_CarriesTheKeyAsText()
    {
        await using var bus = TestBus.Create(publishers: [_first]);
        var id = Guid.NewGuid();

        await bus.Topic<PublishedByText>().InvokeAsync(new PublishedByText("c-7"));
        await bus.Topic<PublishedByText>().InvokeAsync(new PublishedByText(null));
        await bus.Topic<PublishedByGuid>().InvokeAsync(new PublishedByGuid(id));
        await bus.Topic<PublishedByNumber>().InvokeAsync(new PublishedByNumber(-5));

        Assert.Equal(["c-7", null, id.ToString(), "-5"], _first.Messages.Select(static message => message.Key));
    }

    [Fact]
    public async Task PublisherToken_IsThatOfTheInvocation()
    {
        var gate = new AsyncGate();
        await using var bus = TestBus.Create(publishers: [new GatedPublisher("first", gate)]);
        using var cancellation = new CancellationTokenSource();

        Task invoking = bus.Topic<PublishedByNumber>().InvokeAsync(new PublishedByNumber(1), cancellation.Token).AsTask();
        await gate.Reached;
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Deadline.WithinAsync(invoking, "the invocation"));
    }
}
