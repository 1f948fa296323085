namespace EventGen.Tests.Lifetime;

/// <summary>A time provider that can make no timer.</summary>
internal sealed class TimerlessTimeProvider : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException("There are no timers here.");
}
