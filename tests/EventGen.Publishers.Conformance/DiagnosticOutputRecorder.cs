using System.Collections;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;

namespace EventGen.Publishers.Conformance;

/// <summary>Records every text that the process logs, throws (also exceptions that are caught), traces and measures. Thread safe.</summary>
public sealed class DiagnosticOutputRecorder : ILoggerProvider, ILogger
{
    private readonly Lock _gate = new();
    private readonly List<string> _texts = [];
    private MeterListener? _meters;

    public string[] Texts
    {
        get
        {
            lock (_gate) return [.. _texts];
        }
    }

    public void Note(string text)
    {
        lock (_gate) _texts.Add(text);
    }

    public void Note(Exception exception)
    {
        Note(exception.ToString());
        for (Exception? part = exception; part is not null; part = part.InnerException)
        {
            foreach (DictionaryEntry data in part.Data) Note($"{data.Key} {data.Value}");
            if (part is AggregateException { InnerExceptions: { Count: > 1 } several }) foreach (var one in several) Note(one);
        }
    }

    /// <summary>Asks the instruments that only answer when they are asked.</summary>
    public void Measure() => _meters?.RecordObservableInstruments();

    /// <param name="toExceptions">Whether what is thrown is recorded, the application's own exceptions too.</param>
    public IDisposable Listen(bool toExceptions = true)
    {
        EventHandler<FirstChanceExceptionEventArgs> thrown = (_, args) =>
        {
            Note(args.Exception.Message);
            foreach (DictionaryEntry data in args.Exception.Data) Note($"{data.Key} {data.Value}");
        };
        if (toExceptions) AppDomain.CurrentDomain.FirstChanceException += thrown;
        var spans = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == EventGenTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                Note($"{activity.DisplayName} {activity.StatusDescription} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Baggage)} {activity.TraceStateString}");
                foreach (var happened in activity.Events) Note($"{happened.Name} {string.Join(' ', happened.Tags)}");
            },
        };
        ActivitySource.AddActivityListener(spans);
        var meters = new MeterListener { InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Note($"{instrument.Name} {string.Join(' ', tags.ToArray())}"));
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note($"{instrument.Name} {string.Join(' ', tags.ToArray())}"));
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note($"{instrument.Name} {string.Join(' ', tags.ToArray())}"));
        meters.Start();
        _meters = meters;
        return new Listening(() =>
        {
            AppDomain.CurrentDomain.FirstChanceException -= thrown;
            spans.Dispose();
            meters.Dispose();
        });
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Note($"{formatter(state, exception)} {exception}");
        if (state is IEnumerable<KeyValuePair<string, object?>> values) Note(string.Join(' ', values));
        if (exception is not null) Note(exception);
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull
    {
        Note($"{state} {(state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values) : "")}");
        return null;
    }

    public void Dispose()
    {
    }

    private sealed class Listening(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
