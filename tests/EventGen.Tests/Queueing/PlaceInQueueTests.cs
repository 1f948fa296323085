namespace EventGen.Tests.Queueing;

/// <summary>An emit takes its place in the queue before its first handler runs: all or nothing.</summary>
public sealed class PlaceInQueueTests
{
    private readonly CallLog _calls = new();

    [Fact]
    public void Emit_HasItsPlaceWhenItsFirstHandlerRuns()
    {
        using var bus = TestBus.Create();
        int length = -1;
        bus.Topic<Ping>().Subscribe(_ => length = bus.GetHealth().QueueLength);
        bus.Topic<Ping>().Subscribe(_ => Task.CompletedTask);

        bus.Topic<Ping>().Emit(new Ping());

        Assert.Equal(1, length);
    }

    [Fact]
    public void Emit_OfAHandlerThatEmits_StandsBeforeWhatTheHandlerEmitted()
    {
        using var bus = TestBus.Create(static options => (options.QueueCapacity, options.WhenQueueFull) = (1, QueueFullMode.Reject));
        Exception? refused = null;
        bus.Topic<Ping>().Subscribe(_ => refused = Record.Exception(() => bus.Topic<SynchronousAndQueuedEvent>().Emit(new SynchronousAndQueuedEvent(1, _calls))));
        bus.Topic<Ping>().Subscribe(_ => Task.CompletedTask);

        bus.Topic<Ping>().Emit(new Ping());

        Assert.IsType<EventQueueFullException>(refused);
        Assert.Empty(_calls.Entries);
        Assert.Equal(1, bus.GetHealth().QueueLength);
    }

    [Fact]
    public async Task Emit_WhoseSynchronousHandlersFail_StillRunsItsQueuedPart()
    {
        await using var bus = TestBus.Create();
        bus.Topic<Ping>().Subscribe(new Action<Ping>(static _ => throw new InvalidOperationException("here")));
        bus.Topic<Ping>().Subscribe(async e =>
        {
            await Task.Yield();
            _calls.Add($"queued {e.Number}");
        });

        bus.Topic<Ping>().Emit(new Ping(1));
        await bus.StartAsync();
        await bus.DrainAsync();

        Assert.Equal(["queued 1"], _calls.Entries);
        Assert.Equal(1, bus.GetHealth().Failed);
    }

    [Fact]
    public void Emit_WithPublishersAlone_TakesAPlace_AndOneWithoutQueuedWorkTakesNone()
    {
        using var bus = TestBus.Create();

        bus.Topic<Ping>().Emit(new Ping());
        Assert.Equal(0, bus.GetHealth().QueueLength);

        bus.Topic<TwoPublishersEvent>().Emit(new TwoPublishersEvent(1));
        Assert.Equal(1, bus.GetHealth().QueueLength);
    }
}
