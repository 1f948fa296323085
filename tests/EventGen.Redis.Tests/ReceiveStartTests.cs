namespace EventGen.Redis.Tests;

/// <summary>Where every transport has an application begin to read that its server does not know yet.</summary>
public sealed class ReceiveStartTests
{
    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(10);

    private readonly Clock _clock = new();

    [Fact]
    public void AnAnswerIsEarly_UntilTheMiddleOfTheWait()
    {
        var start = new ReceiveStart(s_wait, _clock);
        Assert.True(start.IsEarly);

        _clock.Passed = (s_wait / 2) - TimeSpan.FromTicks(1);
        Assert.True(start.IsEarly);

        _clock.Passed = s_wait / 2;
        Assert.False(start.IsEarly);
    }

    [Fact]
    public void TheMiddleOfTheWait_IsTheSame_WheneverItIsAsked()
    {
        var startedAt = _clock.GetUtcNow();
        var start = new ReceiveStart(s_wait, _clock);

        _clock.Passed = s_wait;
        Assert.Equal(startedAt + (s_wait / 2), start.Middle);

        _clock.Passed = TimeSpan.FromHours(5);
        Assert.Equal(startedAt + (s_wait / 2), start.Middle);
    }

    // As a machine does whose time was wrong when it started.
    [Fact]
    public void AClockThatIsSetRightMeanwhile_IsBelieved()
    {
        var start = new ReceiveStart(s_wait, _clock);
        var middle = start.Middle;

        _clock.IsSetBy = TimeSpan.FromHours(1);

        Assert.Equal(middle + TimeSpan.FromHours(1), start.Middle);
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public TimeSpan IsSetBy { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Passed + IsSetBy;
    }
}
