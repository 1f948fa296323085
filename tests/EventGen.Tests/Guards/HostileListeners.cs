using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace EventGen.Tests.Guards;

/// <summary>Listeners to the runtime's spans and meters that throw.</summary>
internal static class HostileListeners
{
    public static IDisposable Measure()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == EventGenTelemetry.MeterName) listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => throw new HostileException());
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => throw new HostileException());
        listener.Start();
        return listener;
    }

    /// <param name="throws">The call that throws.</param>
    public static IDisposable Listen(string throws)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == EventGenTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                throws == "Sample" ? throw new HostileException() : ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = _ => ThrowIn("ActivityStarted"),
            ActivityStopped = _ => ThrowIn("ActivityStopped"),
        };
        ActivitySource.AddActivityListener(listener);
        if (throws != "CurrentChanged") return listener;
        Activity.CurrentChanged += ThrowWhenOurs;
        return new Both(listener);

        void ThrowIn(string call)
        {
            if (call == throws) throw new HostileException();
        }
    }

    private static void ThrowWhenOurs(object? sender, ActivityChangedEventArgs change)
    {
        if ((change.Current ?? change.Previous)?.Source.Name == EventGenTelemetry.ActivitySourceName) throw new HostileException();
    }

    private sealed class Both(ActivityListener listener) : IDisposable
    {
        public void Dispose()
        {
            Activity.CurrentChanged -= ThrowWhenOurs;
            listener.Dispose();
        }
    }
}
