using EventGen.Testing.Tests.Shop;
using EventGen.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace EventGen.Testing.Tests.Time;

/// <summary>The clock of Microsoft.Extensions.TimeProvider.Testing, which a test project may have already.</summary>
public sealed class FakeTimeProviderTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Retry_ByAFakeClock_ComesWhenTheClockIsAdvanced()
    {
        await using var bus = await TestEventBus.StartNewAsync(builder => builder.Configure(options =>
        {
            options.TimeProvider = _clock;
            options.Retry = new RetryPolicy { Attempts = 3, Delay = TimeSpan.FromSeconds(10), Backoff = Backoff.Constant, Jitter = false };
        }));
        await bus.Topic<OrderPlaced>().EmitAsync(new OrderPlaced("c-1", -1m));

        for (int attempts = 1; attempts <= 3; attempts++)
        {
            await bus.WhenIdleAsync();
            Assert.Equal(Enumerable.Range(1, attempts), bus.Failed<OrderPlaced>().Select(static failure => failure.Attempt));
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(1, bus.DeadLetters.Count);
    }

    [Fact]
    public async Task HandlerTimeout_ByAFakeClock_EndsTheHandlerWhenTheClockIsAdvanced()
    {
        await using var bus = await TestEventBus.StartNewAsync(builder => builder.Configure(options =>
        {
            options.TimeProvider = _clock;
            options.HandlerTimeout = TimeSpan.FromMinutes(1);
        }));
        var running = new AsyncGate();
        bus.Topic<Tick>().Subscribe(async ValueTask (Tick _, CancellationToken cancellationToken) => await running.PassAsync(cancellationToken));

        await bus.Topic<Tick>().EmitAsync(new Tick(1));
        await running.Reached;

        // The limit's timer is made when the handler has suspended, which this clock does not tell.
        await Eventually.EqualAsync(1, () =>
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            return bus.Failed<Tick>().Count;
        });
    }

    [Fact]
    public void FakeClock_LacksWhatTheManualClockHas()
    {
        bool isInside = true, wasInside = false;
        using var atOnce = _clock.CreateTimer(_ => wasInside = isInside, null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        isInside = false;

        var flow = new AsyncLocal<string> { Value = "the maker's" };
        string? seenFlow = null;
        DateTimeOffset start = _clock.GetUtcNow(), seenTime = default;
        using var later = _clock.CreateTimer(_ => (seenFlow, seenTime) = (flow.Value, _clock.GetUtcNow()), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        flow.Value = "the mover's";
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.True(wasInside);
        Assert.Equal("the mover's", seenFlow);
        Assert.Equal(start.AddSeconds(5), seenTime);
        Assert.DoesNotContain(typeof(FakeTimeProvider).GetMembers(), static member => member.Name.Contains("Pending", StringComparison.Ordinal));
    }
}
