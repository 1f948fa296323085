namespace EventGen.Tests.Diagnostics;

/// <summary>Handlers whose events all become dead letters.</summary>
public sealed class FailingHandlerHealthTests
{
    private readonly ManualTimeProvider _clock = new();

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task Health_WhenAHandlerHasFailedOnItsLastTenEvents_IsDegraded_UntilItHandlesOne(EmitCall call)
    {
        await using var bus = await StartAsync();

        for (int i = 1; i <= 9; i++) await FailAsync(bus, call);
        Assert.Equal(EventBusStatus.Healthy, bus.GetHealth().Status);
        for (int i = 10; i <= 12; i++) await FailAsync(bus, call);
        var health = bus.GetHealth();
        Assert.Equal(EventBusStatus.Degraded, health.Status);
        Assert.Equal([$"Handler '{MeasuredHandlers.Synchronous}' has failed on its last 12 events 'measured' (InvalidOperationException); they are dead letters. Mend the cause, then replay them."], health.Problems);

        await bus.Topic<MeasuredEvent>().EmitByAsync(call, new MeasuredEvent());
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => bus.GetHealth().Status);
        for (int i = 1; i <= 9; i++) await FailAsync(bus, call);
        Assert.Equal(EventBusStatus.Healthy, bus.GetHealth().Status);
    }

    [Fact]
    public async Task Health_WhenAHandlerHandlesEventsInBetween_IsHealthy_HoweverManyAreDeadLetters()
    {
        await using var bus = await StartAsync();
        for (int i = 1; i <= 60; i++)
        {
            if (i % 6 == 0) await bus.Topic<MeasuredEvent>().EmitAsync(new MeasuredEvent());
            else await FailAsync(bus, EmitCall.EmitAsync);
            Assert.Equal(EventBusStatus.Healthy, bus.GetHealth().Status);
        }

        Assert.Equal(50, bus.DeadLetters.Count);
    }

    [Fact]
    public async Task Health_OfARunTimeSubscription_IsToldToo_AndEndsWithAReplay()
    {
        bool fails = true;
        await using var bus = await StartAsync();
        bus.Topic<Ping>().Subscribe(async (Ping _) =>
        {
            await Task.Yield();
            if (fails) throw new TimeoutException("the warehouse");
        });
        for (int i = 0; i < 10; i++) await bus.Topic<Ping>().EmitAsync(new Ping(i));
        await Eventually.EqualAsync(10L, () => bus.DeadLetters.Count);
        Assert.Matches(@"^Handler '.+' has failed on its last 10 events 'ping' \(TimeoutException\);", Assert.Single(bus.GetHealth().Problems));

        // A replay that fails is of an event that has been counted.
        Assert.Equal(new ReplayReport(0, 10), await bus.DeadLetters.ReplayAllAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains(" its last 10 events ", Assert.Single(bus.GetHealth().Problems), StringComparison.Ordinal);

        fails = false;
        Assert.Equal(new ReplayReport(10, 0), await bus.DeadLetters.ReplayAllAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(EventBusStatus.Healthy, bus.GetHealth().Status);
    }

    [Fact]
    public async Task Health_AnHourAfterTheLastFailure_IsHealthy()
    {
        await using var bus = await StartAsync();
        for (int i = 0; i < 10; i++) await FailAsync(bus, EmitCall.Emit);

        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(EventBusStatus.Degraded, bus.GetHealth().Status);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(EventBusStatus.Healthy, bus.GetHealth().Status);

        await FailAsync(bus, EmitCall.Emit);
        Assert.Contains(" its last 11 events ", Assert.Single(bus.GetHealth().Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Handlers_AreCalledOneByOne_OnlyFromADeadLetterToTheNextSuccess()
    {
        List<(string Event, bool IsWatched)> watched = [];
        var streaks = new FailureStreaks(_clock, (eventId, isWatched) => watched.Add((eventId, isWatched)));
        var failure = new InvalidOperationException();
        Assert.False(streaks.HasAny);

        streaks.Failed("ping", "one", failure);
        streaks.Failed("ping", "two", failure);
        streaks.Failed("pong", "one", failure);
        Assert.Equal([("ping", true), ("ping", true), ("pong", true)], watched);

        streaks.Succeeded("ping", "one");
        streaks.Succeeded("ping", "other");
        Assert.Equal(3, watched.Count);
        streaks.Succeeded("ping", "two");
        streaks.Succeeded("pong", "one");
        Assert.Equal([("ping", false), ("pong", false)], watched[3..]);
        Assert.False(streaks.HasAny);
    }

    private static async Task FailAsync(EventBus bus, EmitCall call)
    {
        long deadLetters = bus.DeadLetters.Count;
        await bus.Topic<MeasuredEvent>().EmitByAsync(call, new MeasuredEvent(Fails: true));
        await Eventually.EqualAsync(deadLetters + 1, () => bus.DeadLetters.Count);
    }

    private Task<EventBus> StartAsync() => TestBus.StartAsync(options => (options.TimeProvider, options.Retry, options.Workers) = (_clock, RetryPolicy.None, 1));
}
