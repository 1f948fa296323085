using EventGen.TestKit;

namespace EventGen.Testing.Tests.Time;

public sealed class ManualTimeProviderTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ManualTimeProvider _clock = new(s_start);

    [Fact]
    public void Advance_MovesBothClocks()
    {
        long before = _clock.GetTimestamp();

        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(s_start.AddMinutes(2), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromMinutes(2), _clock.GetElapsedTime(before));
    }

    [Fact]
    public void Advance_FiresTimersInTheOrderTheyAreDueEachAtItsMoment()
    {
        var fired = new List<string>();
        TimerCallback note = name => fired.Add($"{name} at {(_clock.GetUtcNow() - s_start).TotalSeconds}");
        _clock.CreateTimer(note, "late", TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        _clock.CreateTimer(note, "early", TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        _clock.CreateTimer(note, "often", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        _clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(["early at 1", "often at 1", "late at 3", "often at 3"], fired);
        Assert.Equal(s_start.AddSeconds(4), _clock.GetUtcNow());
    }

    [Fact]
    public void Advance_JustShortOfTheDueTime_FiresNothing()
    {
        bool fired = false;
        _clock.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        Assert.False(fired);

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(fired);
    }

    [Fact]
    public void Advance_FiresWhatACallbackStarts()
    {
        var fired = new List<double>();
        _clock.CreateTimer(
            _ => _clock.CreateTimer(_ => fired.Add((_clock.GetUtcNow() - s_start).TotalSeconds), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan),
            null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal([2], fired);
    }

    [Fact]
    public void Dispose_OfATimer_KeepsItFromFiring()
    {
        bool fired = false;
        ITimer timer = _clock.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        timer.Dispose();
        _clock.Advance(TimeSpan.FromSeconds(9));

        Assert.False(fired);
        Assert.False(timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan));
        Assert.Equal(0, _clock.PendingTimers);
    }

    [Fact]
    public async Task CreateTimer_DueAtOnce_FiresWithoutAnAdvance()
    {
        var fired = new TaskCompletionSource();

        _clock.CreateTimer(_ => fired.SetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        await Deadline.WithinAsync(fired.Task, "the timer that was due at once");
    }

    [Fact]
    public async Task Delay_OnTheManualClock_CompletesWhenItIsAdvanced()
    {
        Task delay = Task.Delay(TimeSpan.FromHours(1), _clock, TestContext.Current.CancellationToken);
        await _clock.WhenPendingAsync(1);

        _clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.False(delay.IsCompleted);

        _clock.Advance(TimeSpan.FromTicks(1));
        await Deadline.WithinAsync(delay, "the delay");
    }

    [Fact]
    public async Task WhenPendingAsync_CompletesWhenTheLastTimerIsStarted()
    {
        Task pending = _clock.WhenPendingAsync(2);
        using ITimer first = _clock.CreateTimer(static _ => { }, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        Assert.False(pending.IsCompleted);

        using ITimer second = _clock.CreateTimer(static _ => { }, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        await pending;
    }

    [Fact]
    public void Fire_RunsInTheFlowThatCreatedTheTimer()
    {
        var user = new AsyncLocal<string> { Value = "creator" };
        string? seen = null;
        _clock.CreateTimer(_ => seen = user.Value, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        user.Value = "advancer";
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("creator", seen);
    }

    [Fact]
    public async Task Advance_FromManyThreads_AddsUp()
    {
        const int Threads = 4, Steps = 250;
        int ticks = 0;
        _clock.CreateTimer(_ => Interlocked.Increment(ref ticks), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < Steps; i++) _clock.Advance(TimeSpan.FromSeconds(1));
        })));

        Assert.Equal(s_start.AddSeconds(Threads * Steps), _clock.GetUtcNow());
        Assert.Equal(Threads * Steps, ticks);
    }
}
