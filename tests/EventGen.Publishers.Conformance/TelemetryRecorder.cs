using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace EventGen.Publishers.Conformance;

/// <summary>Keeps the spans and measurements of the process while it lives. Other tests add theirs: look at those of one trace. Thread safe.</summary>
internal sealed class TelemetryRecorder : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ConcurrentQueue<(string Instrument, Dictionary<string, object?> Tags)> _measured = new();
    private readonly ActivityListener _listener;
    private readonly MeterListener _meters;

    public TelemetryRecorder()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == EventGenTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
        _meters = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == EventGenTelemetry.MeterName) listener.EnableMeasurementEvents(instrument);
            },
        };
        _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        _meters.Start();
    }

    public IEnumerable<Activity> Spans(ActivityTraceId trace, string name) => _spans.Where(span => span.TraceId == trace && span.DisplayName == name);

    /// <summary>Whether something of an event, or of none, was measured that was done by, or to, somebody of that name.</summary>
    public bool HasMeasured(string instrument, string? eventId, string tag, string? value) => _measured.Any(measured =>
        measured.Instrument == instrument && measured.Tags.GetValueOrDefault("messaging.destination.name") as string == eventId && (value is null || measured.Tags.GetValueOrDefault(tag) as string == value));

    public void Dispose()
    {
        _listener.Dispose();
        _meters.Dispose();
    }

    private void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) => _measured.Enqueue((instrument.Name, tags.ToArray().ToDictionary(static tag => tag.Key, static tag => tag.Value)));
}
