using EventGen.Tests.Dispatch;

namespace EventGen.Tests.Queueing;

public sealed class QueuedAllocationTests : IDisposable
{
    private const int Events = 500;

    private readonly WorkerScale _scale = new();

    [Fact]
    public Task EmitAsync_OfAClass_AllocatesNothing()
    {
        var payload = new Weighed(_scale);
        return AssertNothingAsync(bus => Accept(bus.Topic<Weighed>().EmitAsync(payload)));
    }

    [Fact]
    public Task EmitAsync_OfAValue_AllocatesNothing() =>
        AssertNothingAsync(bus => Accept(bus.Topic<WeighedValue>().EmitAsync(new WeighedValue(_scale))));

    [Fact]
    public Task TryEnqueue_OfAClass_AllocatesNothing()
    {
        var payload = new Weighed(_scale);
        return AssertNothingAsync(bus => Assert.True(bus.Topic<Weighed>().TryEnqueue(payload)));
    }

    [Fact]
    public Task TryEnqueue_OfAValue_AllocatesNothing() =>
        AssertNothingAsync(bus => Assert.True(bus.Topic<WeighedValue>().TryEnqueue(new WeighedValue(_scale))));

    [Theory]
    [InlineData(QueueFullMode.DropWrite)]
    [InlineData(QueueFullMode.DropOldest)]
    public void EmitAsync_OfAValueThatDropsOne_AllocatesNothing(QueueFullMode mode)
    {
        using var bus = TestBus.Create(options => (options.QueueCapacity, options.WhenQueueFull) = (4, mode));
        var topic = bus.Topic<Tick>();

        Assert.Equal(0, Allocated.By(Events, () => Accept(topic.EmitAsync(new Tick(1)))));
        Assert.Equal(Events + 100 - 4, topic.Dropped);
    }

    [Fact]
    public void TryEnqueue_OfAValueThatIsRefused_AllocatesNothing()
    {
        using var bus = TestBus.Create(static options => options.QueueCapacity = 4);
        var topic = bus.Topic<Tick>();

        Assert.Equal(0, Allocated.By(Events, () => topic.TryEnqueue(new Tick(1))));
        Assert.Equal(4, bus.GetHealth().QueueLength);
    }

    [Fact]
    public async Task HandledValue_IsNotKeptAlive()
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 1);
        var payload = await HandleOneAsync(bus);

        GC.Collect();

        Assert.False(payload.IsAlive);
        Assert.Equal(0, bus.GetHealth().Failed);
    }

    public void Dispose() => _scale.Dispose();

    private static void Accept(ValueTask accepted) => Assert.True(accepted.IsCompletedSuccessfully);

    // The worker runs another event meanwhile, so nothing of its has gone.
    private async Task<WeakReference> HandleOneAsync(EventBus bus)
    {
        var payload = Emit(bus);
        _scale.Await(1);
        Assert.True(bus.Topic<Weighed>().TryEnqueue(new Weighed(_scale)));
        _scale.WaitForLast();
        await Eventually.TrueAsync(() => bus.GetHealth().QueueLength == 0);
        return payload;
    }

    private static WeakReference Emit(EventBus bus)
    {
        var log = new CallLog();
        Assert.True(bus.Topic<LoggedValue>().TryEnqueue(new LoggedValue(log)));
        return new WeakReference(log);
    }

    // All events of a round wait before the worker takes the first; the first round warms up.
    private async Task AssertNothingAsync(Action<EventBus> emit)
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 1);
        using var release = new SemaphoreSlim(0);
        bus.Topic<Ping>().Subscribe(_ => Assert.True(release.Wait(Deadline.Default)));

        long emitted = 0;
        for (int round = 0; round < 2; round++)
        {
            _scale.Await(Events + 1);
            Assert.True(bus.Topic<Ping>().TryEnqueue(new Ping()));
            await Eventually.TrueAsync(() => bus.GetHealth().QueueLength == 0);
            emitted = Weigh(emit, bus);
            release.Release();
            _scale.WaitForLast();
        }

        Assert.Equal((0, 0), (emitted, _scale.Allocated));
        Assert.Equal(0, bus.GetHealth().Failed);
    }

    private static long Weigh(Action<EventBus> emit, EventBus bus)
    {
        emit(bus);   // the first one of a thread makes what the runtime keeps for it
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Events; i++) emit(bus);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
