using System.Diagnostics;
using EventGen.Tests.Dispatch;

namespace EventGen.Tests.Queueing;

public sealed class QueuedAllocationTests : IDisposable
{
    private const int Events = 500;

    private readonly WorkerAllocationMeter _meter = new();

    [Fact]
    public Task EmitAsync_OfAClass_AllocatesNothing()
    {
        var payload = new WorkerAllocationEvent(_meter);
        return AssertNothingAsync(bus => Accept(bus.Topic<WorkerAllocationEvent>().EmitAsync(payload)));
    }

    [Fact]
    public Task EmitAsync_OfAValue_AllocatesNothing() =>
        AssertNothingAsync(bus => Accept(bus.Topic<WorkerAllocationValueEvent>().EmitAsync(new WorkerAllocationValueEvent(_meter))));

    [Fact]
    public Task TryEnqueue_OfAClass_AllocatesNothing()
    {
        var payload = new WorkerAllocationEvent(_meter);
        return AssertNothingAsync(bus => Assert.True(bus.Topic<WorkerAllocationEvent>().TryEnqueue(payload)));
    }

    [Fact]
    public Task TryEnqueue_OfAValue_AllocatesNothing() =>
        AssertNothingAsync(bus => Assert.True(bus.Topic<WorkerAllocationValueEvent>().TryEnqueue(new WorkerAllocationValueEvent(_meter))));

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task EmitAsync_InsideAPushOrAnActivity_AllocatesNothing(bool isPushed, bool isTraced)
    {
        using var pushed = isPushed ? EventMetadata.Push(userId: "u1") : null;
        using var activity = isTraced ? new Activity("request").Start() : null;
        var payload = new WorkerAllocationEvent(_meter);

        var (emitted, handled) = await AllocatedAsync(bus => Accept(bus.Topic<WorkerAllocationEvent>().EmitAsync(payload)));

        // A worker makes eight contexts to run them in, on first use and where the garbage collector has taken them: not 160 bytes for each event.
        Assert.Equal(0, emitted);
        Assert.InRange(handled, 0, 16 * Events);
    }

    [Theory]
    [InlineData(QueueFullMode.DropWrite)]
    [InlineData(QueueFullMode.DropOldest)]
    public void EmitAsync_OfAValueThatDropsOne_AllocatesNothing(QueueFullMode mode)
    {
        using var bus = TestBus.Create(options => (options.QueueCapacity, options.WhenQueueFull) = (4, mode));
        var topic = bus.Topic<ValuePayloadEvent>();

        Assert.Equal(0, Allocated.By(Events, () => Accept(topic.EmitAsync(new ValuePayloadEvent(1)))));
        Assert.Equal(Events + 100 - 4, topic.Dropped);
    }

    [Fact]
    public void TryEnqueue_OfAValueThatIsRefused_AllocatesNothing()
    {
        using var bus = TestBus.Create(static options => options.QueueCapacity = 4);
        var topic = bus.Topic<ValuePayloadEvent>();

        Assert.Equal(0, Allocated.By(Events, () => topic.TryEnqueue(new ValuePayloadEvent(1))));
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

    public void Dispose() => _meter.Dispose();

    private static void Accept(ValueTask accepted) => Assert.True(accepted.IsCompletedSuccessfully);

    // The worker runs another event meanwhile, so nothing of its has gone.
    private async Task<WeakReference> HandleOneAsync(EventBus bus)
    {
        var payload = Emit(bus);
        _meter.Await(1);
        Assert.True(bus.Topic<WorkerAllocationEvent>().TryEnqueue(new WorkerAllocationEvent(_meter)));
        _meter.WaitForLast();
        await Eventually.TrueAsync(() => bus.GetHealth().QueueLength == 0);
        return payload;
    }

    private static WeakReference Emit(EventBus bus)
    {
        var log = new CallLog();
        Assert.True(bus.Topic<ReferenceInValueEvent>().TryEnqueue(new ReferenceInValueEvent(log)));
        return new WeakReference(log);
    }

    private async Task AssertNothingAsync(Action<EventBus> emit) => Assert.Equal((0, 0), await AllocatedAsync(emit));

    // All events of a round wait before the worker takes the first; the first round warms up.
    private async Task<(long Emitted, long Handled)> AllocatedAsync(Action<EventBus> emit)
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 1);
        using var release = new SemaphoreSlim(0);
        bus.Topic<Ping>().Subscribe(_ => Assert.True(release.Wait(Deadline.Default)));

        long emitted = 0;
        for (int round = 0; round < 2; round++)
        {
            _meter.Await(Events + 1);
            Assert.True(bus.Topic<Ping>().TryEnqueue(new Ping()));
            await Eventually.TrueAsync(() => bus.GetHealth().QueueLength == 0);
            emitted = Measure(emit, bus);
            release.Release();
            _meter.WaitForLast();
        }

        Assert.Equal(0, bus.GetHealth().Failed);
        return (emitted, _meter.Allocated);
    }

    private static long Measure(Action<EventBus> emit, EventBus bus)
    {
        emit(bus);   // the first one of a thread makes what the runtime keeps for it
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Events; i++) emit(bus);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}

/// <summary>An event whose handler measures what workers allocate.</summary>
[Event]
public sealed record WorkerAllocationEvent(WorkerAllocationMeter Meter);

/// <summary>The same as a value.</summary>
[Event]
public readonly record struct WorkerAllocationValueEvent(WorkerAllocationMeter Meter);

/// <summary>A value that holds an object.</summary>
[Event]
public readonly record struct ReferenceInValueEvent(CallLog Log);

public static class WorkerAllocationHandlers
{
    [Subscribe]
    public static void Measure(WorkerAllocationEvent e) => e.Meter.Measure();

    [Subscribe]
    public static void Measure(WorkerAllocationValueEvent e) => e.Meter.Measure();

    [Subscribe]
    public static void Add(ReferenceInValueEvent e) => e.Log.Add("handled");
}

/// <summary>What the only worker of a bus allocates from one event to the last of some, which it takes without a pause.</summary>
public sealed class WorkerAllocationMeter : IDisposable
{
    private readonly ManualResetEventSlim _finished = new();
    private int _left;
    private long _first;

    /// <summary>Bytes, of the last round.</summary>
    public long Allocated { get; private set; }

    /// <summary>Starts a round of so many events.</summary>
    public void Await(int events)
    {
        _finished.Reset();
        _left = events;
        _first = -1;
    }

    /// <summary>Called by the handler.</summary>
    public void Measure()
    {
        if (_first < 0) _first = GC.GetAllocatedBytesForCurrentThread();
        if (--_left > 0) return;
        Allocated = GC.GetAllocatedBytesForCurrentThread() - _first;
        _finished.Set();
    }

    /// <summary>Blocks until the last event of the round.</summary>
    public void WaitForLast() => Assert.True(_finished.Wait(Deadline.Default), "The last event was not handled.");

    public void Dispose() => _finished.Dispose();
}
