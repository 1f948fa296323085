namespace EventGen.Tests.Streaming;

public sealed class StreamEndTests
{
    [Fact]
    public async Task Dispose_WhileALoopWaits_EndsTheLoop()
    {
        using var bus = TestBus.Create();
        var stream = bus.Topic<ValuePayloadEvent>().Stream();
        var reading = stream.ReadToEndAsync();
        Assert.False(reading.IsCompleted);

        stream.Dispose();

        Assert.Empty(await reading);
    }

    [Fact]
    public async Task Dispose_InsideTheLoop_EndsItWithThatEvent()
    {
        using var bus = TestBus.Create();
        var stream = bus.Topic<ValuePayloadEvent>().Stream();
        bus.EmitValues(1, 3);

        List<ValuePayloadEvent> read = [];
        await foreach (var tick in stream)
        {
            read.Add(tick);
            await stream.DisposeAsync();
        }

        Assert.Equal([new ValuePayloadEvent(1)], read);
    }

    [Fact]
    public async Task Dispose_InsideAHandler_EndsTheLoop()
    {
        using var bus = TestBus.Create();
        var stream = bus.Topic<ValuePayloadEvent>().Stream();
        var reading = stream.ReadToEndAsync();
        using var subscription = bus.Topic<ValuePayloadEvent>().Subscribe(_ => stream.Dispose());

        bus.EmitValues(1, 2);

        Assert.True((await reading).Count <= 1);
        Assert.Equal(1, bus.Topic<ValuePayloadEvent>().SubscriberCount);
    }

    [Fact]
    public async Task Dispose_AgainAndAgain_ByManyThreads_DoesNothingMore()
    {
        using var bus = TestBus.Create();
        var stream = bus.Topic<ValuePayloadEvent>().Stream();
        var reading = stream.ReadToEndAsync();

        await Deadline.WithinAsync(Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            stream.Dispose();
            await stream.DisposeAsync();
        }))), "the disposals");

        Assert.Empty(await reading);
        Assert.Equal(0, bus.Topic<ValuePayloadEvent>().SubscriberCount);
    }

    [Fact]
    public void Dispose_DiscardsTheBuffer()
    {
        using var bus = TestBus.Create();
        var stream = bus.Topic<ValuePayloadEvent>().Stream();
        bus.EmitValues(1, 3);

        stream.Dispose();
        bus.EmitValues(4, 5);

        Assert.Empty(stream.ReadAll());
        Assert.Equal(0, stream.Reader.Count);
        Assert.Equal(0, stream.Dropped);
    }

    [Fact]
    public async Task TokenOfTheOptions_Cancelled_EndsTheLoopWithoutException()
    {
        using var bus = TestBus.Create();
        using var cancelling = new CancellationTokenSource();
        var stream = bus.Topic<ValuePayloadEvent>().Stream(new() { CancellationToken = cancelling.Token });
        var reading = stream.ReadToEndAsync();

        await cancelling.CancelAsync();

        Assert.Empty(await reading);
        Assert.Equal(0, bus.Topic<ValuePayloadEvent>().SubscriberCount);
    }

    [Fact]
    public async Task TokenOfTheOptions_CancelledBefore_MakesAStreamThatHasEnded()
    {
        using var bus = TestBus.Create();

        var stream = bus.Topic<ValuePayloadEvent>().Stream(new() { CancellationToken = new CancellationToken(canceled: true) });

        Assert.Empty(await stream.ReadToEndAsync());
        Assert.Equal(0, bus.Topic<ValuePayloadEvent>().SubscriberCount);
    }

    [Fact]
    public async Task TokenOfTheLoop_Cancelled_EndsTheLoopWithAnException_AndTheStream()
    {
        using var bus = TestBus.Create();
        var stream = bus.Topic<ValuePayloadEvent>().Stream();
        using var cancelling = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            await foreach (var _ in stream.WithCancellation(cancelling.Token))
            {
            }
        });

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Deadline.WithinAsync(reading, "the loop"));
        Assert.Equal(0, bus.Topic<ValuePayloadEvent>().SubscriberCount);
    }

    [Fact]
    public async Task TokenOfTheLoop_CancelledInsideTheLoop_EndsItWithAnException_WhateverIsBuffered()
    {
        using var bus = TestBus.Create();
        var stream = bus.Topic<ValuePayloadEvent>().Stream();
        bus.EmitValues(1, 3);
        using var cancelling = new CancellationTokenSource();

        List<ValuePayloadEvent> read = [];
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var tick in stream.WithCancellation(cancelling.Token))
            {
                read.Add(tick);
                cancelling.Cancel();
            }
        });

        Assert.Equal([new ValuePayloadEvent(1)], read);
    }

    [Fact]
    public async Task TokenOfALoopThatWasLeft_Cancelled_LeavesTheStreamOpen()
    {
        using var bus = TestBus.Create();
        using var stream = bus.Topic<ValuePayloadEvent>().Stream();
        bus.EmitValues(1, 2);
        using var cancelling = new CancellationTokenSource();
        await foreach (var _ in stream.WithCancellation(cancelling.Token)) break;

        await cancelling.CancelAsync();

        Assert.Equal(new ValuePayloadEvent(2), await stream.NextAsync());
    }

    [Fact]
    public async Task TokenOfAWait_Cancelled_LeavesTheStreamOpen()
    {
        using var bus = TestBus.Create();
        using var stream = bus.Topic<ValuePayloadEvent>().Stream();
        using var cancelling = new CancellationTokenSource();
        var waiting = stream.Reader.WaitToReadAsync(cancelling.Token).AsTask();

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Deadline.WithinAsync(waiting, "the wait"));
        bus.EmitValues(1, 1);
        Assert.Equal(new ValuePayloadEvent(1), await stream.NextAsync());
    }

    [Fact]
    public async Task Stop_LetsTheReaderReadWhatIsBuffered_ThenEndsTheLoop()
    {
        await using var bus = await TestBus.StartAsync();
        var stream = bus.Topic<ValuePayloadEvent>().Stream();
        foreach (var tick in Reading.Values(1, 20)) await bus.Topic<ValuePayloadEvent>().EmitAsync(tick);

        await bus.DrainAsync();

        Assert.False(stream.Reader.Completion.IsCompleted);
        Assert.Equal(Reading.Values(1, 20), (await stream.ReadToEndAsync()).OrderBy(static tick => tick.Count));
        await Deadline.WithinAsync(stream.Reader.Completion, "the completion");
    }

    [Fact]
    public async Task Stop_EndsALoopThatWaits()
    {
        var bus = TestBus.Create();
        var reading = bus.Topic<ValuePayloadEvent>().Stream().ReadToEndAsync();

        await bus.StopAsync();

        Assert.Empty(await reading);
    }

    [Fact]
    public async Task DisposeAndEmit_AtTheSameTime_NeverLeaveALoopWaiting()
    {
        using var bus = TestBus.Create();
        for (int round = 0; round < 400; round++)
        {
            var stream = bus.Topic<ValuePayloadEvent>().Stream(new() { Capacity = 2, WhenFull = (StreamFullMode)(round % 4) });
            var together = new AsyncBarrier(2);
            var reading = stream.ReadToEndAsync();
            var emitting = Task.Run(async () =>
            {
                await together.SignalAndWaitAsync();
                bus.EmitValues(1, 3);
            });
            await together.SignalAndWaitAsync();
            stream.Dispose();

            try
            {
                await reading;
            }
            catch (EventStreamFullException)
            {
                Assert.Equal(StreamFullMode.Disconnect, (StreamFullMode)(round % 4));
            }

            await Deadline.WithinAsync(emitting, "the emits");
        }

        Assert.Equal(0, bus.Topic<ValuePayloadEvent>().SubscriberCount);
    }
}
