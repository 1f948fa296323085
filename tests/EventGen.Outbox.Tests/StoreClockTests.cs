namespace EventGen.Outbox.Tests;

public sealed class StoreClockTests
{
    private readonly WallClock _wall = new();

    [Fact]
    public void Now_IsTheStoresClock_HoweverTheWallClockIsSet()
    {
        var database = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var clock = new StoreClock(_wall);
        clock.Note(database);
        _wall.Elapse(TimeSpan.FromSeconds(3));
        _wall.Set(TimeSpan.FromDays(-100));
        Assert.Equal(database.AddSeconds(3), clock.Now);

        _wall.Set(TimeSpan.FromDays(300));
        Assert.Equal(database.AddSeconds(3), clock.Now);
        Assert.Equal(database.AddSeconds(13), clock.After(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void After_NeverLeadsBeyondWhatADateCanHold()
    {
        var clock = new StoreClock(_wall);
        Assert.Equal(DateTimeOffset.MaxValue, clock.After(TimeSpan.MaxValue));
        Assert.Equal(clock.Now, clock.After(TimeSpan.MinValue));
    }

    /// <summary>A wall clock that somebody sets, beside a measure of time that goes on.</summary>
    private sealed class WallClock : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch.AddYears(50);
        private long _elapsed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _elapsed;

        public void Elapse(TimeSpan time) => (_now, _elapsed) = (_now + time, _elapsed + time.Ticks);

        public void Set(TimeSpan by) => _now += by;
    }
}
