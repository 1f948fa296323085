namespace EventGen.Tests.Lifetime;

/// <summary>A clock whose calls block until the task that the test gives completes.</summary>
internal sealed class HangingClock : TimeProvider
{
    public Func<Task>? OnTimestamp { get; set; }

    public Func<Task>? OnTimer { get; set; }

    public override long GetTimestamp()
    {
        OnTimestamp?.Invoke().Wait();
        return base.GetTimestamp();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        OnTimer?.Invoke().Wait();
        return base.CreateTimer(callback, state, dueTime, period);
    }
}
