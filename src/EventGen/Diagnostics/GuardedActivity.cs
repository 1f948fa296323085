using System.Diagnostics;

namespace EventGen;

/// <summary>Starts and stops activities. Their listeners are user code: what they throw ends no event, and leaves no activity behind as the current one.</summary>
internal static class GuardedActivity
{
    /// <summary>Starts an activity. Never throws.</summary>
    /// <returns><see langword="null"/> where nobody records it, or a listener threw.</returns>
    public static Activity? Start(Func<Activity?> start)
    {
        var outer = Activity.Current;
        try
        {
            using (ForeignCallScope.Enter()) return start();
        }
        catch (Exception)
        {
            Return(outer);
            return null;
        }
    }

    /// <summary>Continues the trace that an event has come with, for what its handlers call. Never throws.</summary>
    /// <param name="eventId">The event.</param>
    /// <param name="trace">The trace; without one nothing is started, and nothing is made for it.</param>
    /// <returns><see langword="null"/> where there is none, somebody records spans and so has one, or an observer threw.</returns>
    public static Activity? Continue(string eventId, EmitTrace? trace) => trace is null || Telemetry.IsTraced ? null : StartContinued(eventId, trace);

    /// <summary>Stops an activity. Never throws.</summary>
    /// <param name="activity">The activity, if there is one.</param>
    /// <param name="outer">The one that was current before it.</param>
    public static void Stop(Activity? activity, Activity? outer)
    {
        if (activity is null) return;
        try
        {
            using (ForeignCallScope.Enter()) activity.Dispose();
        }
        catch (Exception)
        {
            Return(outer);
        }
    }

    private static Activity? StartContinued(string eventId, EmitTrace trace) => Start(() => TraceContext.Continue($"process {eventId}", trace));

    private static void Return(Activity? outer)
    {
        try
        {
            Activity.Current = outer;
        }
        catch (Exception)
        {
            // An observer of Activity.CurrentChanged: told after it has been set.
        }
    }
}
