namespace EventGen.Tests.Dispatch;

public sealed class EmitTests
{
    private readonly CallLog _calls = new();

    public static TheoryData<EmitCall> Calls => [.. Enum.GetValues<EmitCall>()];

    [Fact]
    public void Emit_RunsSynchronousHandlersOnTheCallersThread_BeforeTheStartToo()
    {
        using var bus = TestBus.Create();
        int thread = 0;
        bus.Topic<Ping>().Subscribe(_ => thread = Environment.CurrentManagedThreadId);

        bus.Topic<Ping>().Emit(new Ping());

        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public async Task Emit_ReturnsWhileAsynchronousHandlersStillRun()
    {
        await using var bus = await TestBus.StartAsync();
        var gate = new AsyncGate();
        bus.Topic<Ping>().Subscribe(async _ =>
        {
            await gate.PassAsync();
            _calls.Add("asynchronous");
        });

        bus.Topic<Ping>().Emit(new Ping());
        await gate.Reached;
        Assert.Empty(_calls.Entries);

        gate.Open();
        await bus.DrainAsync();
        Assert.Equal(["asynchronous"], _calls.Entries);
    }

    [Fact]
    public async Task EmitAsync_ReturnsWhenTheQueueHasAccepted_AndRunsNothingHere()
    {
        await using var bus = TestBus.Create();
        bus.Topic<Ping>().Subscribe(_ => _calls.Add("synchronous"));

        var accepted = bus.Topic<Ping>().EmitAsync(new Ping());

        Assert.True(accepted.IsCompletedSuccessfully);
        Assert.Empty(_calls.Entries);
        Assert.Equal(1, bus.GetHealth().QueueLength);
        await bus.StartAsync();
        await bus.DrainAsync();
        Assert.Equal(["synchronous"], _calls.Entries);
    }

    [Fact]
    public async Task EmitAsync_OfAnAcceptedEvent_IsHandledWhateverBecomesOfTheToken()
    {
        await using var bus = TestBus.Create();
        bus.Topic<Ping>().Subscribe((_, ct) => _calls.Add($"cancelled: {ct.IsCancellationRequested}"));
        using var cancellation = new CancellationTokenSource();

        await bus.Topic<Ping>().EmitAsync(new Ping(), cancellation.Token);
        await cancellation.CancelAsync();
        await bus.StartAsync();
        await bus.DrainAsync();

        Assert.Equal(["cancelled: False"], _calls.Entries);
    }

    [Fact]
    public async Task EmitAsync_WithACancelledToken_AcceptsNothing()
    {
        await using var bus = TestBus.Create();

        var cancelled = bus.Topic<Ping>().EmitAsync(new Ping(), new CancellationToken(canceled: true));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.AsTask());
        Assert.Equal(0, bus.GetHealth().QueueLength);
    }

    [Fact]
    public void TryEnqueue_OnAFullQueue_ReturnsFalseAtOnce()
    {
        using var bus = TestBus.Create(static options => options.QueueCapacity = 1);

        Assert.True(bus.Topic<Ping>().TryEnqueue(new Ping(1)));
        Assert.False(bus.Topic<Ping>().TryEnqueue(new Ping(2)));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task NullPayload_ThrowsArgumentNull_AndRunsNothing(EmitCall call)
    {
        await using var bus = TestBus.Create();
        bus.Topic<Ping>().Subscribe(_ => _calls.Add("called"));

        await Assert.ThrowsAsync<ArgumentNullException>("payload", () => bus.Topic<Ping>().EmitByAsync(call, null!));
        await Assert.ThrowsAsync<ArgumentNullException>("payload", () => EventBus.Null.Topic<Ping>().EmitByAsync(call, null!));

        Assert.Empty(_calls.Entries);
        Assert.Equal(0, bus.GetHealth().QueueLength);
    }

    [Fact]
    public async Task NullPayload_ThrowsFromTheCallItself_NotThroughItsTask()
    {
        await using var bus = TestBus.Create();

        Assert.Throws<ArgumentNullException>("payload", () => { _ = bus.Topic<Ping>().InvokeAsync(null!); });
        Assert.Throws<ArgumentNullException>("payload", () => { _ = bus.Topic<Ping>().EmitAsync(null!); });
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task DefaultOfAValue_IsAPayload(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync();
        bus.Topic<ValuePayloadEvent>().Subscribe(e => _calls.Add($"{e.Count}"));

        await bus.Topic<ValuePayloadEvent>().EmitByAsync(call, default);
        await bus.DrainAsync();

        Assert.Equal(["0"], _calls.Entries);
    }
}
