namespace EventGen.Tests.Streaming;

public sealed class StreamFullModeTests
{
    [Fact]
    public async Task Skip_WhenFull_KeepsTheOldestAndCountsTheRest()
    {
        using var bus = TestBus.Create();
        using var stream = bus.Topic<ValuePayloadEvent>().Stream(new() { Capacity = 256, WhenFull = StreamFullMode.DropWrite });

        bus.EmitValues(1, 266);

        Assert.Equal(10, stream.Dropped);
        Assert.Equal(256, stream.Reader.Count);
        Assert.Equal(Reading.Values(1, 256), stream.ReadAll());

        bus.EmitValues(267, 269);

        for (int number = 267; number <= 269; number++) Assert.Equal(new ValuePayloadEvent(number), await stream.NextAsync());
        Assert.Empty(stream.ReadAll());
        Assert.Equal(10, stream.Dropped);
    }

    [Fact]
    public void DropOldest_WhenFull_KeepsTheNewest()
    {
        using var bus = TestBus.Create();
        using var stream = bus.Topic<ValuePayloadEvent>().Stream(new() { Capacity = 3, WhenFull = StreamFullMode.DropOldest });

        bus.EmitValues(1, 10);

        Assert.Equal(Reading.Values(8, 10), stream.ReadAll());
        Assert.Equal(7, stream.Dropped);
    }

    [Fact]
    public async Task Disconnect_WhenFull_EndsTheLoopWithAnException_OnceTheBufferHasBeenRead()
    {
        using var bus = TestBus.Create();
        using var stream = bus.Topic<ValuePayloadEvent>().Stream(new() { Capacity = 2, WhenFull = StreamFullMode.Disconnect });
        bus.EmitValues(1, 5);

        List<ValuePayloadEvent> read = [];
        var exception = await Assert.ThrowsAsync<EventStreamFullException>(async () =>
        {
            await foreach (var tick in stream) read.Add(tick);
        });

        Assert.Equal(Reading.Values(1, 2), read);
        Assert.Equal(1, stream.Dropped);
        Assert.Contains("Capacity", exception.Message);
        Assert.Equal(bus.Topic<ValuePayloadEvent>().Descriptor.Id, exception.Streamed);
        Assert.Equal(0, bus.Topic<ValuePayloadEvent>().SubscriberCount);
    }

    [Fact]
    public async Task Disconnect_ThenDisposed_EndsWithoutException()
    {
        using var bus = TestBus.Create();
        var stream = bus.Topic<ValuePayloadEvent>().Stream(new() { Capacity = 2, WhenFull = StreamFullMode.Disconnect });
        bus.EmitValues(1, 3);

        stream.Dispose();

        Assert.Empty(await stream.ReadToEndAsync());
    }

    [Theory]
    [InlineData(StreamFullMode.DropWrite)]
    [InlineData(StreamFullMode.Disconnect)]
    [InlineData(StreamFullMode.DropOldest)]
    public void FullStream_NeverDisturbsAnother(StreamFullMode mode)
    {
        using var bus = TestBus.Create();
        using var full = bus.Topic<ValuePayloadEvent>().Stream(new() { Capacity = 1, WhenFull = mode });
        using var other = bus.Topic<ValuePayloadEvent>().Stream();

        bus.EmitValues(1, 100);

        Assert.Equal(Reading.Values(1, 100), other.ReadAll());
        Assert.Equal(0, other.Dropped);
        Assert.NotEqual(0, full.Dropped);
    }

    [Theory]
    [InlineData(StreamFullMode.DropWrite)]
    [InlineData(StreamFullMode.DropOldest)]
    public async Task Dropped_AndRead_AreAllThatManyEmittersEmitted(StreamFullMode mode)
    {
        const int Emitters = 4, Each = 50_000;
        var bus = TestBus.Create();
        var stream = bus.Topic<ValuePayloadEvent>().Stream(new() { Capacity = 16, WhenFull = mode });
        var reading = stream.ReadToEndAsync();

        await Task.WhenAll(Enumerable.Range(0, Emitters).Select(emitter => Task.Run(() => bus.EmitValues(emitter * Each + 1, (emitter + 1) * Each))));
        await bus.StopAsync();

        var read = await reading;
        Assert.Equal(Emitters * Each, read.Count + stream.Dropped);
        Assert.Equal(read.Count, read.Distinct().Count());
        Assert.All(read.GroupBy(static tick => (tick.Count - 1) / Each), static ofOne => Assert.Equal(ofOne.OrderBy(static tick => tick.Count), ofOne));
    }
}
