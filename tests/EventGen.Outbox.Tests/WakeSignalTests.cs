namespace EventGen.Outbox.Tests;

/// <summary>How the relay's loop waits.</summary>
public sealed class WakeSignalTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(5);

    private readonly CountingTime _time = new();
    private readonly WakeSignal _signal;

    public WakeSignalTests() => _signal = new WakeSignal(_time);

    public void Dispose() => _signal.Dispose();

    [Fact]
    public async Task WaitsOneAfterTheOther_SetOneTimer()
    {
        for (int i = 0; i < 20; i++) await EndAsync(_signal.WaitAsync(s_limit));

        Assert.Equal(1, _time.Settings);
    }

    [Fact]
    public async Task AWait_EndsWhenItsOwnTimeIsOver()
    {
        await EndAsync(_signal.WaitAsync(s_limit));
        _time.Clock.Advance(TimeSpan.FromMilliseconds(3));
        var wait = _signal.WaitAsync(s_limit);

        _time.Clock.Advance(TimeSpan.FromMilliseconds(4));   // past the end of the first
        Assert.False(wait.IsCompleted);
        _time.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(wait.IsCompleted);
        await wait;
        Assert.Equal(2, _time.Settings);
    }

    [Fact]
    public async Task AWait_ThatEndsBeforeAnEarlierOneWouldHave_IsNotLate()
    {
        await EndAsync(_signal.WaitAsync(TimeSpan.FromSeconds(1)));
        var wait = _signal.WaitAsync(s_limit);
        _time.Clock.Advance(s_limit);
        Assert.True(wait.IsCompleted);
        await wait;
    }

    [Fact]
    public void WhatIsSetBetweenTwoWaits_EndsTheNextOneAlone()
    {
        _signal.Set();
        Assert.True(_signal.WaitAsync(s_limit).IsCompletedSuccessfully);
        Assert.False(_signal.WaitAsync(s_limit).IsCompleted);
    }

    [Fact]
    public void AfterTheEnd_ATimerThatStillComes_DoesNothing()
    {
        var wait = _signal.WaitAsync(s_limit);
        _signal.Dispose();
        _time.Clock.Advance(s_limit);
        Assert.False(wait.IsCompleted);
        _signal.SetAndRun();
        Assert.True(wait.IsCompletedSuccessfully);
    }

    private async Task EndAsync(ValueTask wait)
    {
        _signal.SetAndRun();
        await wait;
    }

    /// <summary>Counts how often a timer is set, which may wake the thread of the timers.</summary>
    private sealed class CountingTime : TimeProvider
    {
        public ManualTimeProvider Clock { get; } = new();

        public int Settings { get; private set; }

        public override long TimestampFrequency => Clock.TimestampFrequency;

        public override long GetTimestamp() => Clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Settings++;
            return new CountedTimer(this, Clock.CreateTimer(callback, state, dueTime, period));
        }

        private sealed class CountedTimer(CountingTime time, ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                time.Settings++;
                return timer.Change(dueTime, period);
            }

            public void Dispose() => timer.Dispose();

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }
    }
}
