namespace EventGen.Tests.Lifetime;

/// <summary>What hangs is named, and of the event's other targets none that has ended.</summary>
public sealed class RunningHandlersTests
{
    private const string Me = "EventGen.Tests.Lifetime.RunningHandlersTests";

    private readonly AsyncGate _gate = new();
    private volatile bool _blocks;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task AHandlerThatHangs_IsNamedAlone_InTheReportOfTheStop_HoweverManyHaveEndedBefore(int before)
    {
        var bus = await StartAsync();
        for (int i = 0; i < before; i++) bus.Topic<Ping>().Subscribe(EndAsync);
        bus.Topic<Ping>().Subscribe(HangAsync);
        bus.Topic<Ping>().Subscribe(EndAsync);
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await _gate.Reached;

        var report = await Deadline.WithinAsync(bus.StopAsync(), "the stop");
        _gate.Open();

        Assert.Equal([$"{Me}.{nameof(HangAsync)} on ping"], report.RunningHandlers);
        Assert.Contains($"1 still running ({Me}.{nameof(HangAsync)} on ping)", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHandlerThatBlocksBehindOneThatHasEnded_IsNamedAlone()
    {
        _blocks = true;
        await using var bus = await StartAsync();
        bus.Topic<Ping>().Subscribe(EndAsync);
        bus.Topic<Ping>().Subscribe(HangAsync);
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await _gate.Reached;

        Assert.Equal([$"{Me}.{nameof(HangAsync)} on ping"], bus.RunningHandlers);
        _gate.Open();
    }

    // Nothing is written down for a handler that has not left its thread.
    [Fact]
    public async Task AHandlerThatBlocksFirst_IsOneOfThoseThatAreNamed()
    {
        _blocks = true;
        await using var bus = await StartAsync();
        bus.Topic<Ping>().Subscribe(HangAsync);
        bus.Topic<Ping>().Subscribe(EndAsync);
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await _gate.Reached;

        Assert.Equal([$"{Me}.{nameof(HangAsync)} or {Me}.{nameof(EndAsync)} on ping"], bus.RunningHandlers);
        _gate.Open();
    }

    [Fact]
    public async Task AWorkerThatWaitsForPublishers_NamesNoHandler()
    {
        var publisher = new HangingPublisher("first") { OnPublish = () => _gate.PassAsync() };
        await using var bus = await TestBus.StartAsync(static options => options.MaxPendingPublishes = 0, publishers: [publisher]);
        bus.Topic<TwoPublishersEvent>().Subscribe(static async (TwoPublishersEvent _) => await Task.Yield());
        await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(1));
        await _gate.Reached;

        await Eventually.EqualAsync($"publishing on {bus.Topic<TwoPublishersEvent>().Descriptor.Id}", () => string.Join(", ", bus.RunningHandlers));
        _gate.Open();
    }

    // What a handler awaits of another event is not what the worker runs.
    [Fact]
    public async Task AHandlerThatInvokesAnotherEvent_IsNamed()
    {
        await using var bus = await StartAsync();
        bus.Topic<Ping>().Subscribe(EndAsync);
        bus.Topic<Ping>().Subscribe(InvokeAsync);
        bus.Topic<Pong>().Subscribe((Pong _) => _gate.PassAsync());
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await _gate.Reached;

        Assert.Equal([$"{Me}.{nameof(InvokeAsync)} on ping"], bus.RunningHandlers);
        _gate.Open();
    }

    [Fact]
    public async Task AnEventThatIsHandledLater_IsNotNamedByOneThatHasEnded()
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 1);
        using (bus.Topic<Pong>().Subscribe(static async (Pong _) => await Task.Yield()))
        {
            for (int i = 0; i < 20; i++) await bus.Topic<Pong>().EmitAsync(new Pong());
        }

        _blocks = true;
        bus.Topic<Ping>().Subscribe(HangAsync);
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await _gate.Reached;

        Assert.Equal([$"{Me}.{nameof(HangAsync)} on ping"], bus.RunningHandlers);
        _gate.Open();
    }

    private static Task<EventBus> StartAsync() => TestBus.StartAsync(static options => options.DrainTimeout = TimeSpan.Zero);

    private static async Task InvokeAsync(Ping ping) => await EventBus.Current.Topic<Pong>().InvokeAsync(new Pong());

    private static async Task EndAsync(Ping ping) => await Task.Yield();

    private Task HangAsync(Ping ping)
    {
        var hanging = _gate.PassAsync(CancellationToken.None);
        if (_blocks) hanging.Wait(CancellationToken.None);
        return hanging;
    }
}
