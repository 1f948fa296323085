using EventGen.TestKit;
using EventGen.Testing.Tests.Shop;

namespace EventGen.Testing.Tests;

/// <summary>A test that ends early does not wait for its own clock.</summary>
public sealed class DisposeTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly AsyncGate _running = new();

    [Fact]
    public async Task Dispose_WhileARetryWaitsForAClockThatStands_EndsAtOnce()
    {
        var bus = await StartAsync(static options => options.Retry = new RetryPolicy { Attempts = 2 });
        bus.Topic<Tick>().Subscribe(static (Tick _) => throw new InvalidOperationException("fails"));
        await bus.Topic<Tick>().EmitAsync(new Tick(1));
        await _clock.WhenPendingAsync(1, TestContext.Current.CancellationToken);

        await Deadline.WithinAsync(bus.DisposeAsync().AsTask(), "the dispose");

        Assert.Single(bus.Failed<Tick>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dispose_WhileAHandlerWaitsForAClockThatStands_EndsAtOnce(bool heedsToken)
    {
        var bus = await StartAsync();
        bus.Topic<Tick>().Subscribe(async (Tick _, CancellationToken token) =>
        {
            await Task.Delay(TimeSpan.FromHours(1), _clock, heedsToken ? token : CancellationToken.None);
        });
        await bus.Topic<Tick>().EmitAsync(new Tick(1));
        await _clock.WhenPendingAsync(1, TestContext.Current.CancellationToken);

        await Deadline.WithinAsync(bus.DisposeAsync().AsTask(), "the dispose");

        Assert.Empty(bus.Handled<Tick>());
    }

    [Fact]
    public async Task Dispose_WhileHandlersGoOn_WaitsForThem()
    {
        var bus = await StartAsync();
        bus.Topic<Tick>().Subscribe(async (Tick tick) =>
        {
            _running.Open();
            await _running.PassAsync();
            await Task.Yield();
            if (tick.Number < 200) await bus.Topic<Tick>().EmitAsync(new Tick(tick.Number + 1));
        });
        await bus.Topic<Tick>().EmitAsync(new Tick(1));

        await Deadline.WithinAsync(bus.DisposeAsync().AsTask(), "the dispose");

        Assert.Equal(200, bus.Handled<Tick>().Count);
    }

    [Fact]
    public async Task StartNew_ThatFails_ClosesWhatItHasMade()
    {
        var post = new Post();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TestEventBus.StartNewAsync(builder => builder.AddPublisher(post), new CancellationToken(canceled: true)));

        Assert.True(post.IsClosed);
    }

    // Without a limit on the drain: what waits for the clock would wait for ever.
    private Task<TestEventBus> StartAsync(Action<EventBusOptions>? more = null) => TestEventBus.StartNewAsync(builder => builder.Configure(options =>
    {
        (options.TimeProvider, options.DrainTimeout) = (_clock, Timeout.InfiniteTimeSpan);
        more?.Invoke(options);
    }));

    private sealed class Post : IEventPublisher
    {
        public string Name => "post";

        public bool IsClosed { get; private set; }

        public ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken) => default;

        public ValueTask DisposeAsync()
        {
            IsClosed = true;
            return default;
        }
    }
}
