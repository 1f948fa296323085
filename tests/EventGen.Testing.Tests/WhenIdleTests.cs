using EventGen.TestKit;
using EventGen.Testing.Tests.Shop;

namespace EventGen.Testing.Tests;

public sealed class WhenIdleTests
{
    [Fact]
    public async Task WhenIdle_OfABusThatDoesNothing_IsAtOnce()
    {
        await using var bus = await TestEventBus.StartNewAsync();

        await bus.WhenIdleAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhenIdle_WhileAHandlerRuns_Waits(bool queued)
    {
        await using var bus = await TestEventBus.StartNewAsync();
        var gate = new AsyncGate();
        bus.Topic<Tick>().Subscribe(async (Tick _) => await gate.PassAsync());
        var call = (queued ? bus.Topic<Tick>().EmitAsync(new Tick(1)) : bus.Topic<Tick>().InvokeAsync(new Tick(1))).AsTask();
        await gate.Reached;

        var idle = bus.WhenIdleAsync();
        Assert.False(idle.IsCompleted);
        gate.Open();
        await Deadline.WithinAsync(idle, "the bus to be idle");

        Assert.Single(bus.Handled<Tick>());
        await call;
    }

    [Fact]
    public async Task WhenIdle_WhileAPublishWaits_Waits()
    {
        var gate = new AsyncGate();
        await using var bus = await TestEventBus.StartNewAsync(builder => builder.AddPublisher(new Archive(gate)));
        await bus.Topic<OrderPlaced>().EmitAsync(new OrderPlaced("c", 1));
        await gate.Reached;

        var idle = bus.WhenIdleAsync();
        Assert.False(idle.IsCompleted);
        gate.Open();

        await Deadline.WithinAsync(idle, "the bus to be idle");
    }

    [Fact]
    public async Task WhenIdle_WaitsForWhatHandlersEmit()
    {
        await using var bus = await TestEventBus.StartNewAsync(static builder => builder.Configure(static options => options.Workers = 2));
        bus.Topic<Tick>().Subscribe(async (Tick tick) =>
        {
            await Task.Yield();
            if (tick.Number < 50) await bus.Topic<Tick>().EmitAsync(new Tick(tick.Number + 1));
        });

        for (int round = 1; round <= 20; round++)
        {
            await bus.Topic<Tick>().EmitAsync(new Tick(0));
            await bus.WhenIdleAsync();
            Assert.Equal(51 * round, bus.Handled<Tick>().Count);
        }
    }

    [Fact]
    public async Task WhenIdle_WhileAFailedHandlerWaitsForItsNextAttempt_IsAtOnce_AndAgainAfterTheClockHasMoved()
    {
        var clock = new ManualTimeProvider();
        await using var bus = await TestEventBus.StartNewAsync(builder => builder.Configure(options =>
        {
            options.TimeProvider = clock;
            options.Retry = new RetryPolicy { Attempts = 3, Delay = TimeSpan.FromSeconds(10), Backoff = Backoff.Constant, Jitter = false };
        }));
        await bus.Topic<OrderPlaced>().EmitAsync(new OrderPlaced("c-1", -1m));
        await bus.Topic<OrderPlaced>().EmitAsync(new OrderPlaced("c-1", 5m));   // waits behind it: the same key

        for (int attempts = 1; attempts <= 3; attempts++)
        {
            await bus.WhenIdleAsync();
            Assert.Equal(Enumerable.Range(1, attempts), bus.Failed<OrderPlaced>().Select(static failure => failure.Attempt));
            Assert.Equal(attempts == 3 ? 2 : 1, bus.Handled<OrderPlaced>().Count(static handled => handled.Handler == "audit"));
            clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(1, bus.DeadLetters.Count);
    }

    [Fact]
    public async Task WhenIdle_OfABusThatWasNotStarted_SaysSo_IfEventsWait()
    {
        await using var bus = TestEventBus.Create();
        await bus.WhenIdleAsync();
        Assert.True(bus.Topic<Tick>().TryEnqueue(new Tick(1)));

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => bus.WhenIdleAsync());

        Assert.Equal("1 event waits, and the bus has not been started: call StartAsync.", thrown.Message);
    }

    [Fact]
    public async Task WhenIdle_OfABusThatHasStopped_IsAtOnce()
    {
        await using var bus = await TestEventBus.StartNewAsync();
        await bus.StopAsync();

        await bus.WhenIdleAsync();
    }

    [Fact]
    public async Task WhenIdle_OfABusThatDoesNotBecomeIdle_TellsWhatItHasDone()
    {
        await using var bus = await TestEventBus.StartNewAsync(static builder => builder.Configure(static options => options.Workers = 1));
        bus.Patience = TimeSpan.FromMilliseconds(1);
        var gate = new AsyncGate();
        bus.Topic<Tick>().Subscribe(async (Tick _) => await gate.PassAsync());
        await bus.Topic<Tick>().EmitAsync(new Tick(1));
        await bus.Topic<Tick>().EmitAsync(new Tick(2));
        await gate.Reached;

        var thrown = await Assert.ThrowsAsync<EventAssertionException>(() => bus.WhenIdleAsync());

        Assert.StartsWith("The bus was to become idle, but after 0.001 s: 1 event waits; running: handler 'EventGen.Testing.Tests.WhenIdleTests", thrown.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            """
            ' of tick (Tick { Number = 1 }). What has happened:
              emitted tick: Tick { Number = 1 }
              emitted tick: Tick { Number = 2 }
            """.ReplaceLineEndings("\n"),
            thrown.Message,
            StringComparison.Ordinal);
        gate.Open();
    }

    [Fact]
    public async Task WhenIdle_WhileAHandlerAndAPublisherRun_NamesThem()
    {
        var gate = new AsyncGate();
        await using var bus = await TestEventBus.StartNewAsync(builder => builder
            .AddPublisher(new Archive(gate))
            .ReplaceHandler<NoteTaken>("margin", async (_, token) => await gate.PassAsync(token)));
        bus.Patience = TimeSpan.FromMilliseconds(1);
        await bus.Topic<OrderPlaced>().EmitAsync(new OrderPlaced("c", 1));
        await bus.Topic<NoteTaken>().EmitAsync(new NoteTaken("n"));
        await Eventually.TrueAsync(() => gate.Arrivals == 2);

        var thrown = await Assert.ThrowsAsync<EventAssertionException>(() => bus.WhenIdleAsync());

        Assert.Contains("0 events wait; running: ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("handler 'margin' of note.taken (NoteTaken { Text = n })", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("publisher 'archive' of order.placed (", thrown.Message, StringComparison.Ordinal);
        gate.Open();
    }

    [Fact]
    public async Task WhenIdle_Cancelled_GivesUp()
    {
        await using var bus = await TestEventBus.StartNewAsync();
        var gate = new AsyncGate();
        bus.Topic<Tick>().Subscribe(async (Tick _) => await gate.PassAsync());
        await bus.Topic<Tick>().EmitAsync(new Tick(1));
        await gate.Reached;
        using var cancellation = new CancellationTokenSource();

        var idle = bus.WhenIdleAsync(cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => idle);
        gate.Open();
    }

    private sealed class Archive(AsyncGate gate) : IEventPublisher
    {
        public string Name => "archive";

        public async ValueTask PublishAsync(EventMessage message, CancellationToken ct) => await gate.PassAsync(ct);

        public ValueTask DisposeAsync() => default;
    }
}
