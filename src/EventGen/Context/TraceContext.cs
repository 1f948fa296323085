using System.Diagnostics;

namespace EventGen;

/// <summary>The W3C trace context in which an event was emitted.</summary>
/// <param name="Parent">The <c>traceparent</c>; <see langword="null"/> outside of any activity.</param>
/// <param name="State">The <c>tracestate</c>; <see langword="null"/> when there is none.</param>
internal readonly record struct TraceContext(string? Parent, string? State)
{
    // Named as telemetry is switched on by.
    private static readonly ActivitySource s_source = new("EventGen");

    /// <summary>That of the running activity, else that of the event whose handler runs.</summary>
    public static TraceContext Capture(AmbientState ambient) =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity
            ? new TraceContext(activity.Id, activity.TraceStateString)
            : ambient.Cause?.Trace ?? default;

    /// <summary>Begins the handling of a received event as a part of the trace in which it was emitted.</summary>
    /// <returns>Ends it when disposed; <see langword="null"/> when the event came without a trace.</returns>
    public Activity? StartProcessing(string eventId, Guid id)
    {
        if (!ActivityContext.TryParse(Parent, State, isRemote: true, out var parent)) return null;
        string name = $"process {eventId}";
        var activity = s_source.StartActivity(
            name,
            ActivityKind.Consumer,
            parent,
            [
                new("messaging.system", "eventgen"),
                new("messaging.operation.type", "process"),
                new("messaging.operation.name", "process"),
                new("messaging.destination.name", eventId),
                new("messaging.message.id", id.ToString()),
            ],
            [new ActivityLink(parent)]);
        if (activity is not null) return activity;

        // Nobody records it: what handlers call still belongs to the trace.
        activity = new Activity(name) { TraceStateString = State };
        return activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags).Start();
    }
}
