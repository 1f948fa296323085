namespace EventGen.Tests.Guards;

/// <summary>A clock of the application's own that throws in one of its calls.</summary>
internal sealed class HostileClock(string throws) : TimeProvider
{
    public override long TimestampFrequency
    {
        get
        {
            ThrowIn(nameof(TimestampFrequency));
            return base.TimestampFrequency;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        ThrowIn(nameof(GetUtcNow));
        return base.GetUtcNow();
    }

    public override long GetTimestamp()
    {
        ThrowIn(nameof(GetTimestamp));
        return base.GetTimestamp();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ThrowIn(nameof(CreateTimer));
        return new HostileTimer(base.CreateTimer(callback, state, dueTime, period), this);
    }

    private void ThrowIn(string call)
    {
        if (call == throws) throw new InvalidOperationException(call);
    }

    private sealed class HostileTimer(ITimer timer, HostileClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.ThrowIn(nameof(Change));
            return timer.Change(dueTime, period);
        }

        public void Dispose()
        {
            timer.Dispose();
            clock.ThrowIn(nameof(Dispose));
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
