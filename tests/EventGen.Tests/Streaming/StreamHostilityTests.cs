using System.Runtime.CompilerServices;

namespace EventGen.Tests.Streaming;

/// <summary>Filters, readers and emitters that do what nobody expects of them.</summary>
public sealed class StreamHostilityTests
{
    [Fact]
    public void FilterThatEmitsItsOwnEvent_EndsAtTheDepthLimit_AndIsReported()
    {
        using var bus = TestBus.Create(static options => options.MaxEmitDepth = 5);
        List<DeliveryFailure> failures = [];
        bus.DeliveryFailed += (_, failure) => failures.Add(failure);
        using var stream = bus.Topic<ValuePayloadEvent>().Stream(new()
        {
            Filter = tick =>
            {
                bus.Topic<ValuePayloadEvent>().Emit(new ValuePayloadEvent(tick.Count + 1));
                return true;
            },
        });

        bus.EmitValues(1, 1);

        // The innermost first: each enters when its filter has returned. That of the fifth could not emit a sixth.
        Assert.Equal(Reading.Values(1, 4).Reverse(), stream.ReadAll());
        Assert.IsType<EmitDepthException>(Assert.Single(failures).Exception);
    }

    [Fact]
    public void FilterThatDisposesItsStream_LetsNothingIn()
    {
        using var bus = TestBus.Create();
        EventStream<ValuePayloadEvent>? stream = null;
        using var made = stream = bus.Topic<ValuePayloadEvent>().Stream(new()
        {
            Filter = _ =>
            {
                stream!.Dispose();
                return true;
            },
        });
        using var other = bus.Topic<ValuePayloadEvent>().Stream();

        bus.EmitValues(1, 3);

        Assert.Empty(made.ReadAll());
        Assert.Equal(0, made.Reader.Count);
        Assert.Equal(Reading.Values(1, 3), other.ReadAll());
        Assert.Equal(1, bus.Topic<ValuePayloadEvent>().SubscriberCount);
    }

    [Fact]
    public void FilterThatOpensAStream_OpensItForTheNextEvent()
    {
        using var bus = TestBus.Create();
        List<EventStream<ValuePayloadEvent>> opened = [];
        using var stream = bus.Topic<ValuePayloadEvent>().Stream(new()
        {
            Filter = _ =>
            {
                if (opened.Count == 0) opened.Add(bus.Topic<ValuePayloadEvent>().Stream());
                return true;
            },
        });

        bus.EmitValues(1, 2);

        Assert.Equal([new ValuePayloadEvent(2)], opened[0].ReadAll());
        opened[0].Dispose();
    }

    [Fact]
    public void FilterThatThrowsOnAReplayedEvent_IsReported_AndTheStreamHasTheRest()
    {
        using var bus = TestBus.Create(static options => options.KeepLast<ValuePayloadEvent>(10));
        List<DeliveryFailure> failures = [];
        bus.DeliveryFailed += (_, failure) => failures.Add(failure);
        bus.EmitValues(1, 4);

        using var stream = bus.Topic<ValuePayloadEvent>().Stream(new() { ReplayLast = 3, Filter = static tick => tick.Count == 3 ? throw new FormatException() : true });
        bus.EmitValues(5, 5);

        Assert.Equal([new ValuePayloadEvent(1), new ValuePayloadEvent(2), new ValuePayloadEvent(4), new ValuePayloadEvent(5)], stream.ReadAll());
        Assert.IsType<FormatException>(Assert.Single(failures).Exception);
        Assert.Equal(new ValuePayloadEvent(3), failures[0].Payload);
    }

    [Fact]
    public void FilterThatEmitsWhileAReplayIsMade_IsNotCalledUnderALock()
    {
        using var bus = TestBus.Create(static options => options.KeepLast<ValuePayloadEvent>(10));
        bus.EmitValues(1, 1);

        using var stream = bus.Topic<ValuePayloadEvent>().Stream(new()
        {
            ReplayLast = 1,
            Filter = tick =>
            {
                if (tick.Count == 1) Deadline.WithinAsync(Task.Run(() => bus.EmitValues(2, 2)), "the emit of another thread").GetAwaiter().GetResult();
                return true;
            },
        });

        Assert.Equal(Reading.Values(1, 2), stream.ReadAll());
    }

    [Fact]
    public async Task LoopWhoseTokenWasCancelledBefore_ThrowsAndDisposesTheStream()
    {
        using var bus = TestBus.Create();
        var stream = bus.Topic<ValuePayloadEvent>().Stream();
        bus.EmitValues(1, 1);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var tick in stream.WithCancellation(new CancellationToken(canceled: true))) Assert.Fail($"{tick} was read.");
        });

        Assert.Equal(0, bus.Topic<ValuePayloadEvent>().SubscriberCount);
    }

    [Fact]
    public async Task LoopThatThrows_LeavesTheStreamOpen()
    {
        using var bus = TestBus.Create();
        using var stream = bus.Topic<ValuePayloadEvent>().Stream();
        bus.EmitValues(1, 2);

        await Assert.ThrowsAsync<FormatException>(async () =>
        {
            await foreach (var _ in stream) throw new FormatException();
        });

        Assert.Equal(new ValuePayloadEvent(2), await stream.NextAsync());
    }

    [Fact]
    public async Task Stop_WhileAnEmitWaitsForRoom_LetsItGo_CountsItsEvent_AndEndsEveryStream()
    {
        await using var bus = await TestBus.StartAsync();
        bool hasCome = false;
        var full = bus.Topic<ValuePayloadEvent>().Stream(new()
        {
            Capacity = 1,
            WhenFull = StreamFullMode.Wait,
            Filter = tick =>
            {
                if (tick.Count == 2) Volatile.Write(ref hasCome, true);
                return true;
            },
        });
        var other = bus.Topic<ValuePayloadEvent>().Stream();
        bus.EmitValues(1, 1);
        var emit = new Thread(() => bus.EmitValues(2, 2));
        emit.Start();
        await Eventually.TrueAsync(() => Volatile.Read(ref hasCome) && (emit.ThreadState & ThreadState.WaitSleepJoin) != 0);
        var invocation = bus.Topic<ValuePayloadEvent>().InvokeAsync(new ValuePayloadEvent(3)).AsTask();

        await Deadline.WithinAsync(bus.StopAsync(), "the stop");

        await Deadline.WithinAsync(invocation, "the invocation");
        Assert.True(emit.Join(Deadline.Default));
        Assert.Equal([new ValuePayloadEvent(1)], await full.ReadToEndAsync());
        Assert.Equal(2, full.Dropped);
        Assert.Equal(new ValuePayloadEvent(1), (await other.ReadToEndAsync())[0]);   // and perhaps those that were let go before it ended
    }

    [Fact]
    public async Task EmitThatWaitsForAStreamThatNobodyRefersTo_IsLetGo()
    {
        using var bus = TestBus.Create();
        Forget(bus.Topic<ValuePayloadEvent>());
        bus.EmitValues(1, 1);

        var emit = Task.Factory.StartNew(() => bus.EmitValues(2, 2), TaskCreationOptions.LongRunning);

        await Eventually.TrueAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return emit.IsCompleted;
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(EventTopic<ValuePayloadEvent> topic) => _ = topic.Stream(new() { Capacity = 1, WhenFull = StreamFullMode.Wait });
}
