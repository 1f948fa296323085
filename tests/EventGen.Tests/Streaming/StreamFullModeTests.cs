namespace EventGen.Tests.Streaming;

public sealed class StreamFullModeTests
{
    [Fact]
    public async Task Skip_WhenFull_KeepsTheOldestAndCountsTheRest()
    {
        using var bus = TestBus.Create();
        using var stream = bus.Topic<Tick>().Stream(new() { Capacity = 256, WhenFull = StreamFullMode.DropWrite });

        bus.EmitTicks(1, 266);

        Assert.Equal(10, stream.Dropped);
        Assert.Equal(256, stream.Reader.Count);
        Assert.Equal(Reading.Ticks(1, 256), stream.ReadAll());

        bus.EmitTicks(267, 269);

        for (int number = 267; number <= 269; number++) Assert.Equal(new Tick(number), await stream.NextAsync());
        Assert.Empty(stream.ReadAll());
        Assert.Equal(10, stream.Dropped);
    }

    [Fact]
    public void DropOldest_WhenFull_KeepsTheNewest()
    {
        using var bus = TestBus.Create();
        using var stream = bus.Topic<Tick>().Stream(new() { Capacity = 3, WhenFull = StreamFullMode.DropOldest });

        bus.EmitTicks(1, 10);

        Assert.Equal(Reading.Ticks(8, 10), stream.ReadAll());
        Assert.Equal(7, stream.Dropped);
    }

    [Fact]
    public async Task Disconnect_WhenFull_EndsTheLoopWithAnException_OnceTheBufferHasBeenRead()
    {
        using var bus = TestBus.Create();
        using var stream = bus.Topic<Tick>().Stream(new() { Capacity = 2, WhenFull = StreamFullMode.Disconnect });
        bus.EmitTicks(1, 5);

        List<Tick> read = [];
        var exception = await Assert.ThrowsAsync<EventStreamFullException>(async () =>
        {
            await foreach (var tick in stream) read.Add(tick);
        });

        Assert.Equal(Reading.Ticks(1, 2), read);
        Assert.Equal(1, stream.Dropped);
        Assert.Contains("Capacity", exception.Message);
        Assert.Equal(bus.Topic<Tick>().Descriptor.Id, exception.Streamed);
        Assert.Equal(0, bus.Topic<Tick>().SubscriberCount);
    }

    [Fact]
    public async Task Disconnect_ThenDisposed_EndsWithoutException()
    {
        using var bus = TestBus.Create();
        var stream = bus.Topic<Tick>().Stream(new() { Capacity = 2, WhenFull = StreamFullMode.Disconnect });
        bus.EmitTicks(1, 3);

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
        using var full = bus.Topic<Tick>().Stream(new() { Capacity = 1, WhenFull = mode });
        using var other = bus.Topic<Tick>().Stream();

        bus.EmitTicks(1, 100);

        Assert.Equal(Reading.Ticks(1, 100), other.ReadAll());
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
        var stream = bus.Topic<Tick>().Stream(new() { Capacity = 16, WhenFull = mode });
        var reading = stream.ReadToEndAsync();

        await Task.WhenAll(Enumerable.Range(0, Emitters).Select(emitter => Task.Run(() => bus.EmitTicks(emitter * Each + 1, (emitter + 1) * Each))));
        await bus.StopAsync();

        var read = await reading;
        Assert.Equal(Emitters * Each, read.Count + stream.Dropped);
        Assert.Equal(read.Count, read.Distinct().Count());
        Assert.All(read.GroupBy(static tick => (tick.Count - 1) / Each), static ofOne => Assert.Equal(ofOne.OrderBy(static tick => tick.Count), ofOne));
    }
}
