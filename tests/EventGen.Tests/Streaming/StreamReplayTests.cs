namespace EventGen.Tests.Streaming;

public sealed class StreamReplayTests
{
    private static EventBus KeepingValues(int count) => TestBus.Create(options => options.KeepLast<ValuePayloadEvent>(count));

    [Theory]
    [InlineData(3, 8)]
    [InlineData(5, 6)]
    [InlineData(50, 6)]
    public void ReplayLast_BeginsWithTheNewestThatAreKept_ThenGoesOn(int last, int first)
    {
        using var bus = KeepingValues(5);
        bus.EmitValues(1, 10);

        using var stream = bus.Topic<ValuePayloadEvent>().Stream(new() { ReplayLast = last });
        bus.EmitValues(11, 12);

        Assert.Equal(13 - first, stream.Reader.Count);
        Assert.Equal(Reading.Values(first, 12), stream.ReadAll());
    }

    [Fact]
    public void ReplayLast_TakesNoRoomFromWhatFollows()
    {
        using var bus = KeepingValues(100);
        bus.EmitValues(1, 100);

        using var stream = bus.Topic<ValuePayloadEvent>().Stream(new() { ReplayLast = 100, Capacity = 2 });
        bus.EmitValues(101, 103);

        Assert.Equal(Reading.Values(1, 102), stream.ReadAll());
        Assert.Equal(1, stream.Dropped);
    }

    [Fact]
    public void ReplayLast_WithAFilter_CountsWhatPassesIt()
    {
        using var bus = KeepingValues(100);
        bus.EmitValues(1, 20);

        using var stream = bus.Topic<ValuePayloadEvent>().Stream(new() { ReplayLast = 2, Filter = static tick => tick.Count % 5 == 0 });

        Assert.Equal([new ValuePayloadEvent(15), new ValuePayloadEvent(20)], stream.ReadAll());
    }

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.InvokeAsync)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task ReplayLast_HasEventsOfEveryCall(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync(static options => options.KeepLast<ValuePayloadEvent>(1));
        using var live = bus.Topic<ValuePayloadEvent>().Stream();
        await bus.Topic<ValuePayloadEvent>().EmitByAsync(call, new ValuePayloadEvent(4));
        await live.NextAsync();

        using var stream = bus.Topic<ValuePayloadEvent>().Stream(new() { ReplayLast = 1 });

        Assert.Equal([new ValuePayloadEvent(4)], stream.ReadAll());
    }

    [Fact]
    public async Task Stop_LetsTheReplayBeRead_ThenEndsTheLoop()
    {
        var bus = KeepingValues(5);
        bus.EmitValues(1, 5);
        using var stream = bus.Topic<ValuePayloadEvent>().Stream(new() { ReplayLast = 5 });

        await bus.StopAsync();

        Assert.False(stream.Reader.Completion.IsCompleted);
        Assert.Equal(Reading.Values(1, 5), await stream.ReadToEndAsync());
        await Deadline.WithinAsync(stream.Reader.Completion, "the completion");
    }

    [Fact]
    public void ReplayLast_OfATopicThatKeepsNothing_SaysHowToKeep()
    {
        using var bus = TestBus.Create();

        var exception = Assert.Throws<InvalidOperationException>(() => bus.Topic<ValuePayloadEvent>().Stream(new() { ReplayLast = 1 }));

        Assert.Contains("options.KeepLast<ValuePayloadEvent>(count)", exception.Message);
        Assert.Equal(0, bus.Topic<ValuePayloadEvent>().SubscriberCount);
    }

    [Fact]
    public void KeepLast_OfWhatIsNoEvent_IsRefused()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => TestBus.Create(static options => options.KeepLast<string>(1)));

        Assert.Contains("System.String is no event of this bus", exception.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new EventBusOptions().KeepLast<ValuePayloadEvent>(0));
    }

    [Fact]
    public void RejectedEvent_IsNotKept()
    {
        using var bus = TestBus.Create(static options =>
        {
            options.KeepLast<Ping>(5);
            options.QueueCapacity = 1;
            options.WhenQueueFull = QueueFullMode.Reject;
        });
        bus.Topic<Ping>().Subscribe(static async _ => await Task.Yield());
        bus.Topic<Ping>().Emit(new Ping());
        Assert.Throws<EventQueueFullException>(() => bus.Topic<Ping>().Emit(new Ping()));

        using var stream = bus.Topic<Ping>().Stream(new() { ReplayLast = 5 });

        Assert.Single(stream.ReadAll());
    }

    [Fact]
    public async Task Stream_MadeWhileOthersEmit_HasNeitherGapNorRepetition()
    {
        const int Emitters = 3;
        using var bus = KeepingValues(64);
        using var stopping = new CancellationTokenSource();
        var emitters = Enumerable.Range(0, Emitters).Select(emitter => Task.Run(() =>
        {
            for (long number = 0; !stopping.IsCancellationRequested; number++) bus.Topic<ValuePayloadEvent>().Emit(new ValuePayloadEvent(number * Emitters + emitter));
        })).ToArray();

        for (int round = 0; round < 200; round++)
        {
            using var stream = bus.Topic<ValuePayloadEvent>().Stream(new() { ReplayLast = 64, Capacity = 100_000, WhenFull = StreamFullMode.Disconnect });
            List<long> read = [];
            while (read.Count < 200) read.Add((await stream.NextAsync()).Count);

            foreach (var ofOne in read.GroupBy(static number => number % Emitters))
            {
                var numbers = ofOne.ToList();
                Assert.Equal(Enumerable.Range(0, numbers.Count).Select(i => numbers[0] + (long)i * Emitters), numbers);
            }
        }

        await stopping.CancelAsync();
        await Deadline.WithinAsync(Task.WhenAll(emitters), "the emitters");
    }
}
