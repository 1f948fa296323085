using System.Runtime.CompilerServices;
using EventGen.Tests.Dispatch;

namespace EventGen.Tests.Streaming;

public sealed class StreamCostTests
{
    private const int Runs = 1000;

    [Fact]
    public void Emit_ToAStreamThatIsRead_AllocatesNothing()
    {
        using var bus = TestBus.Create();
        using var stream = bus.Topic<ValuePayloadEvent>().Stream();

        Assert.Equal(0, Allocated.By(Runs, () =>
        {
            bus.Topic<ValuePayloadEvent>().Emit(new ValuePayloadEvent(1));
            Assert.True(stream.Reader.TryRead(out _));
        }));
    }

    [Theory]
    [InlineData(StreamFullMode.DropWrite)]
    [InlineData(StreamFullMode.DropOldest)]
    public void Emit_ToAStreamThatIsFull_AllocatesNothing(StreamFullMode mode)
    {
        using var bus = TestBus.Create();
        using var stream = bus.Topic<ValuePayloadEvent>().Stream(new() { Capacity = 16, WhenFull = mode });

        Assert.Equal(0, Allocated.By(Runs, () => bus.Topic<ValuePayloadEvent>().Emit(new ValuePayloadEvent(1))));
        Assert.NotEqual(0, stream.Dropped);
    }

    [Fact]
    public void Emit_ToTenThousandStreams_AllocatesNothing_AndReachesEach()
    {
        using var bus = TestBus.Create();
        EventStream<ValuePayloadEvent>[] streams = [.. Enumerable.Range(0, 10_000).Select(_ => bus.Topic<ValuePayloadEvent>().Stream(new() { Capacity = 1, WhenFull = StreamFullMode.DropOldest }))];

        Assert.Equal(0, Allocated.By(10, () => bus.Topic<ValuePayloadEvent>().Emit(new ValuePayloadEvent(1))));

        Assert.All(streams, static stream =>
        {
            Assert.Equal(109, stream.Dropped);
            Assert.Single(stream.ReadAll());
        });
        foreach (var stream in streams) stream.Dispose();
        Assert.Equal(0, bus.Topic<ValuePayloadEvent>().SubscriberCount);
    }

    [Fact]
    public async Task StreamThatNobodyRefersTo_IsCollectedAndEnds()
    {
        using var bus = TestBus.Create();
        using var living = new CancellationTokenSource();
        var forgotten = Forget(bus.Topic<ValuePayloadEvent>(), living.Token);
        bus.EmitValues(1, 3);

        await Eventually.TrueAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !forgotten.IsAlive && bus.Topic<ValuePayloadEvent>().SubscriberCount == 0;
        });
    }

    [Fact]
    public void StreamThatIsDisposed_KeepsNothingAlive_ThoughOthersAreOpen()
    {
        using var bus = TestBus.Create();
        using var first = bus.Topic<ValuePayloadEvent>().Stream();
        var disposed = Dispose(bus.Topic<ValuePayloadEvent>());
        using var last = bus.Topic<ValuePayloadEvent>().Stream();

        GC.Collect();

        Assert.False(disposed.IsAlive);
    }

    [Fact]
    public async Task StreamOfWhichOnlyTheReaderIsHeld_GoesOn()
    {
        using var bus = TestBus.Create();
        var reader = ReaderOfAStream(bus.Topic<ValuePayloadEvent>());
        GC.Collect();
        GC.WaitForPendingFinalizers();

        bus.EmitValues(1, 1);

        Assert.Equal(new ValuePayloadEvent(1), await Deadline.WithinAsync(reader.ReadAsync().AsTask(), "the event"));
    }

    [Fact]
    public async Task StreamWhoseLoopWaits_GoesOn_ThoughNobodyRefersToIt()
    {
        using var bus = TestBus.Create();
        var first = FirstOfAStream(bus.Topic<ValuePayloadEvent>());
        GC.Collect();
        GC.WaitForPendingFinalizers();

        bus.EmitValues(1, 1);

        Assert.Equal(new ValuePayloadEvent(1), await Deadline.WithinAsync(first.Task, "the event"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Forget(EventTopic<ValuePayloadEvent> topic, CancellationToken living) => new(topic.Stream(new() { CancellationToken = living }));

    // What its filter refers to.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Dispose(EventTopic<ValuePayloadEvent> topic)
    {
        List<ValuePayloadEvent> seen = [];
        using var stream = topic.Stream(new()
        {
            Filter = tick =>
            {
                seen.Add(tick);
                return true;
            },
        });
        return new WeakReference(seen);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static System.Threading.Channels.ChannelReader<ValuePayloadEvent> ReaderOfAStream(EventTopic<ValuePayloadEvent> topic) => topic.Stream().Reader;

    // The loop itself is referred to by what it waits for alone.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TaskCompletionSource<ValuePayloadEvent> FirstOfAStream(EventTopic<ValuePayloadEvent> topic)
    {
        var first = new TaskCompletionSource<ValuePayloadEvent>();
        _ = ReadAsync();
        return first;

        async Task ReadAsync()
        {
            await foreach (var tick in topic.Stream()) first.TrySetResult(tick);
        }
    }
}
