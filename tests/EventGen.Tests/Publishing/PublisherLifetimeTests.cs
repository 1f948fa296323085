namespace EventGen.Tests.Publishing;

public sealed class PublisherLifetimeTests
{
    [Fact]
    public async Task Publishers_AreClosedOnce_AlsoWhenOneOfThemThrows()
    {
        var failing = new FailingPublisher("first") { DisposalFailure = new InvalidOperationException("cannot close") };
        var other = new FailingPublisher("second");
        var log = new RecordingLogger();
        var bus = await TestBus.StartAsync(publishers: [failing, other], build: builder => builder.UseLogging(log));

        var report = await bus.StopAsync();
        await bus.StopAsync();
        await bus.DisposeAsync();
        bus.Dispose();

        Assert.True(report.IsComplete);
        Assert.Equal((1, 1), (failing.Disposals, other.Disposals));
        Assert.Contains(log.Entries, static entry => entry.Message == "Closing publisher 'first' failed." && entry.Exception?.Message == "cannot close");
    }

    [Fact]
    public async Task Publishers_AreClosedAfterTheLastEventHasBeenPublished()
    {
        var gate = new AsyncGate();
        var publisher = new FailingPublisher("second") { IsDown = false };
        var bus = await TestBus.StartAsync(publishers: [new GatedPublisher("first", gate), publisher]);
        await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(1));
        await gate.Reached;

        Task stop = bus.StopAsync();
        await Eventually.EqualAsync(EventBusStatus.Unhealthy, () => bus.GetHealth().Status);
        Assert.Equal(0, publisher.Disposals);

        gate.Open();
        await Deadline.WithinAsync(stop, "the stop");
        Assert.Equal(1, publisher.Disposals);
    }

    [Fact]
    public async Task Publishers_OfABusThatNeverStarted_AreClosedToo()
    {
        var publisher = new FailingPublisher("first");

        await TestBus.Create(publishers: [publisher]).DisposeAsync();

        Assert.Equal(1, publisher.Disposals);
    }

    [Fact]
    public void AddPublisher_OfANameThatIsTaken_IsRefusedNamingIt()
    {
        var thrown = Assert.Throws<ArgumentException>(() => TestBus.Create(build: static bus => bus.AddPublisher(new MemoryPublisher("first"))));

        Assert.Contains("'first'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddPublisher_OfANameThatDiffersInCaseOnly_IsRefused()
    {
        var thrown = Assert.Throws<ArgumentException>(() => EventBus.Create(static bus => bus.AddPublisher(new MemoryPublisher("redis")).AddPublisher(new MemoryPublisher("Redis"))));

        Assert.StartsWith("There is a publisher named 'redis' already, which differs from 'Redis' in case only", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public void AddPublisher_WithoutName_IsRefused(string? name)
    {
        var thrown = Assert.Throws<ArgumentException>(() => TestBus.Create(build: bus => bus.AddPublisher(new FailingPublisher(name!))));

        Assert.Contains(nameof(FailingPublisher), thrown.Message, StringComparison.Ordinal);
    }
}
