namespace EventGen.Tests.Dispatch;

public sealed class InvokeAsyncTests
{
    private readonly CallLog _calls = new();

    [Fact]
    public async Task InvokeAsync_AwaitsEachHandlerBeforeTheNext_AndCompletesWhenAllHaveRun()
    {
        await using var bus = TestBus.Create();
        var gate = new AsyncGate();
        bus.Topic<Ping>().Subscribe(_ => _calls.Add("first"));
        bus.Topic<Ping>().Subscribe(async _ =>
        {
            await gate.PassAsync();
            _calls.Add("second");
        });
        bus.Topic<Ping>().Subscribe(_ => _calls.Add("third"));

        Task invoking = bus.Topic<Ping>().InvokeAsync(new Ping()).AsTask();
        await gate.Reached;
        Assert.Equal(["first"], _calls.Entries);
        Assert.False(invoking.IsCompleted);

        gate.Open();
        await Deadline.WithinAsync(invoking, "the invocation");
        Assert.Equal(["first", "second", "third"], _calls.Entries);
    }

    [Fact]
    public async Task InvokeAsync_TakesNoPlaceInTheQueue()
    {
        await using var bus = TestBus.Create(static options => options.QueueCapacity = 1);
        bus.Topic<Ping>().Subscribe(e => LogAsync($"{e.Number}"));
        await bus.Topic<Ping>().EmitAsync(new Ping(1));

        await bus.Topic<Ping>().InvokeAsync(new Ping(2));

        Assert.Equal(["2"], _calls.Entries);
    }

    [Fact]
    public async Task InvokeAsync_PassesItsTokenToTheHandlers()
    {
        await using var bus = TestBus.Create();
        using var cancellation = new CancellationTokenSource();
        var gate = new AsyncGate();
        bus.Topic<Ping>().Subscribe(async (e, ct) => await gate.PassAsync(ct));
        bus.Topic<Ping>().Subscribe((Ping _, CancellationToken ct) => _calls.Add($"next, cancelled: {ct.IsCancellationRequested}"));

        Task invoking = bus.Topic<Ping>().InvokeAsync(new Ping(), cancellation.Token).AsTask();
        await gate.Reached;
        await cancellation.CancelAsync();

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Deadline.WithinAsync(invoking, "the invocation"));
        Assert.Equal(cancellation.Token, thrown.CancellationToken);
        Assert.Equal(["next, cancelled: True"], _calls.Entries);
    }

    [Fact]
    public async Task InvokeAsync_WithACancelledToken_RunsNothing()
    {
        await using var bus = TestBus.Create();
        bus.Topic<Ping>().Subscribe(_ => _calls.Add("called"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bus.Topic<Ping>().InvokeAsync(new Ping(), new CancellationToken(canceled: true)).AsTask());

        Assert.Empty(_calls.Entries);
    }

    [Fact]
    public async Task InvokeAsync_WhereAHandlerFailsBesidesACancellation_ThrowsBoth()
    {
        await using var bus = TestBus.Create();
        using var cancellation = new CancellationTokenSource();
        bus.Topic<Ping>().Subscribe(async (_, ct) =>
        {
            await cancellation.CancelAsync();
            ct.ThrowIfCancellationRequested();
        });
        bus.Topic<Ping>().Subscribe(new Action<Ping>(static _ => throw new InvalidOperationException("real")));

        var thrown = await Assert.ThrowsAsync<EventDispatchException>(() => bus.Topic<Ping>().InvokeAsync(new Ping(), cancellation.Token).AsTask());

        Assert.Collection(
            thrown.InnerExceptions,
            static first => Assert.IsAssignableFrom<OperationCanceledException>(first),
            static second => Assert.Equal("real", second.Message));
    }

    [Fact]
    public async Task InvokeAsync_WhereAHandlerCancelsItself_IsAFailureLikeAnother()
    {
        await using var bus = TestBus.Create();
        bus.Topic<Ping>().Subscribe(new Action<Ping>(static _ => throw new OperationCanceledException()));

        var thrown = await Assert.ThrowsAsync<EventDispatchException>(() => bus.Topic<Ping>().InvokeAsync(new Ping()).AsTask());

        Assert.IsType<OperationCanceledException>(Assert.Single(thrown.InnerExceptions));
    }

    [Fact]
    public async Task InvokeAsync_AtTheSameTime_DoesNotWaitForAnother()
    {
        await using var bus = TestBus.Create();
        var barrier = new AsyncBarrier(2);
        bus.Topic<Ping>().Subscribe(_ => barrier.SignalAndWaitAsync());

        Task one = bus.Topic<Ping>().InvokeAsync(new Ping(1)).AsTask();
        Task other = bus.Topic<Ping>().InvokeAsync(new Ping(2)).AsTask();

        await Deadline.WithinAsync(Task.WhenAll(one, other), "both invocations");
    }

    private async Task LogAsync(string entry)
    {
        await Task.Yield();
        _calls.Add(entry);
    }
}
