namespace EventGen.Tests.Streaming;

public sealed class StreamTests
{
    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.InvokeAsync)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task Stream_HasEachEventThatIsEmitted(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync();
        using var stream = bus.Topic<ValuePayloadEvent>().Stream();

        await bus.Topic<ValuePayloadEvent>().EmitByAsync(call, new ValuePayloadEvent(7));

        Assert.Equal(new ValuePayloadEvent(7), await stream.NextAsync());
    }

    [Fact]
    public async Task Stream_HasEventsInTheOrderOfTheEmits()
    {
        using var bus = TestBus.Create();
        using var stream = bus.Topic<ValuePayloadEvent>().Stream();

        bus.EmitValues(1, 100);

        Assert.Equal(Reading.Values(1, 100), stream.ReadAll());
        Assert.Equal(0, stream.Dropped);
    }

    [Fact]
    public async Task Loop_ThatWaits_GoesOnWithTheNextEvent()
    {
        using var bus = TestBus.Create();
        using var stream = bus.Topic<ValuePayloadEvent>().Stream();
        var next = stream.NextAsync();
        Assert.False(next.IsCompleted);

        bus.EmitValues(1, 1);

        Assert.Equal(new ValuePayloadEvent(1), await next);
    }

    [Fact]
    public async Task Loop_ThatWasLeft_GoesOnInAnother()
    {
        using var bus = TestBus.Create();
        using var stream = bus.Topic<ValuePayloadEvent>().Stream();
        bus.EmitValues(1, 3);

        await foreach (var tick in stream)
        {
            if (tick == new ValuePayloadEvent(2)) break;
        }

        Assert.Equal(new ValuePayloadEvent(3), await stream.NextAsync());
    }

    [Fact]
    public void Stream_MadeAfterAnEvent_DoesNotHaveIt()
    {
        using var bus = TestBus.Create();
        bus.EmitValues(1, 1);

        using var stream = bus.Topic<ValuePayloadEvent>().Stream();

        Assert.Empty(stream.ReadAll());
    }

    [Fact]
    public void Stream_CountsAsASubscriber_UntilItIsDisposed()
    {
        using var bus = TestBus.Create();
        var stream = bus.Topic<ValuePayloadEvent>().Stream();
        Assert.Equal(1, bus.Topic<ValuePayloadEvent>().SubscriberCount);

        stream.Dispose();

        Assert.Equal(0, bus.Topic<ValuePayloadEvent>().SubscriberCount);
    }

    [Fact]
    public async Task Reader_IsAChannel()
    {
        using var bus = TestBus.Create();
        using var stream = bus.Topic<ValuePayloadEvent>().Stream();
        bus.EmitValues(1, 2);

        Assert.True(stream.Reader.CanCount);
        Assert.Equal(2, stream.Reader.Count);
        Assert.Equal(new ValuePayloadEvent(1), await stream.Reader.ReadAsync());
        Assert.True(stream.Reader.TryRead(out var second));
        Assert.Equal(new ValuePayloadEvent(2), second);
        Assert.False(stream.Reader.Completion.IsCompleted);

        stream.Dispose();

        await Deadline.WithinAsync(stream.Reader.Completion, "the completion");
        Assert.False(await stream.Reader.WaitToReadAsync());
    }

    [Fact]
    public async Task Reader_WithSeveralReaders_GivesEachEventToOne()
    {
        using var bus = TestBus.Create();
        var stream = bus.Topic<ValuePayloadEvent>().Stream(new() { Capacity = 1000 });
        var readers = Enumerable.Range(0, 4).Select(_ => stream.ReadToEndAsync()).ToArray();

        bus.EmitValues(1, 1000);
        await bus.StopAsync();

        var read = await Task.WhenAll(readers);
        Assert.Equal(Reading.Values(1, 1000), read.SelectMany(static ticks => ticks).OrderBy(static tick => tick.Count));
    }

    [Fact]
    public void Stream_OnTheNullBus_IsEmptyAndOpen()
    {
        using var stream = EventBus.Null.Topic<ValuePayloadEvent>().Stream(new() { ReplayLast = 3 });

        EventBus.Null.Topic<ValuePayloadEvent>().Emit(new ValuePayloadEvent(1));

        Assert.Empty(stream.ReadAll());
        Assert.False(stream.Reader.Completion.IsCompleted);
    }

    [Fact]
    public async Task Stream_OnABusThatHasStopped_IsRefused()
    {
        var bus = TestBus.Create();
        await bus.StopAsync();

        Assert.Throws<EventBusStoppedException>(() => bus.Topic<ValuePayloadEvent>().Stream());
    }

    [Fact]
    public void Stream_WithOptionsThatCannotWork_SaysAllOfThem()
    {
        using var bus = TestBus.Create();

        var exception = Assert.Throws<ArgumentException>(() => bus.Topic<ValuePayloadEvent>().Stream(new() { Capacity = 0, WhenFull = (StreamFullMode)9, ReplayLast = -1 }));

        Assert.Contains("Capacity is 0", exception.Message);
        Assert.Contains("WhenFull is 9; it must be one of DropWrite, Disconnect, DropOldest, Wait", exception.Message);
        Assert.Contains("ReplayLast is -1", exception.Message);
        Assert.Equal(0, bus.Topic<ValuePayloadEvent>().SubscriberCount);
    }
}
