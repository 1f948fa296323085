using System.Diagnostics;

namespace EventGen;

/// <summary>The W3C trace context of the running code, and how it gets to code that runs elsewhere. Carried whether the trace is sampled or not.</summary>
internal static class TraceContext
{
    /// <summary>The context of the current activity; default where there is none, or one whose id has another format.</summary>
    public static ActivityContext Current => Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Context : default;

    /// <summary>The context in which an event is emitted: that of the current activity, else that of the event being handled.</summary>
    public static ActivityContext Of(AmbientState ambient)
    {
        var current = Current;
        if (current != default) return current;
        return ambient.Trace != default ? ambient.Trace : ambient.Cause?.Trace ?? default;
    }

    /// <summary>Makes a trace the current one, where none is, without a span of it being recorded.</summary>
    /// <remarks>
    /// What the code inside starts belongs to the trace then, and is sampled as the trace is; without it, each of its spans would
    /// begin a trace of its own and be sampled anew.
    /// </remarks>
    /// <param name="operation">The name of the activity.</param>
    /// <param name="trace">The trace; default changes nothing.</param>
    /// <returns>Ends it when disposed; <see langword="null"/> when nothing was changed.</returns>
    public static Activity? Continue(string operation, ActivityContext trace) => trace == default || Activity.Current is not null
        ? null
        : new Activity(operation) { TraceStateString = trace.TraceState, IsAllDataRequested = false }
            .SetParentId(trace.TraceId, trace.SpanId, trace.TraceFlags).Start();

    /// <summary>The <c>traceparent</c> of a context; <see langword="null"/> for the default.</summary>
    public static string? ToTraceParent(ActivityContext trace) => trace == default ? null : $"00-{trace.TraceId}-{trace.SpanId}-{(byte)trace.TraceFlags:x2}";
}
