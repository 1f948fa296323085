using System.Runtime.CompilerServices;

namespace EventGen;

/// <summary>Who listens to what <see cref="Telemetry"/> tells. Apart and never inlined, as <see cref="TelemetryCounts"/>.</summary>
internal static class TelemetryListeners
{
    /// <inheritdoc cref="Telemetry.IsTraced"/>
    public static bool OfSpans
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => Instruments.Source is { } source && source.HasListeners();
    }

    /// <summary>True when somebody looks at any of these. In one look: each emit to the queue asks.</summary>
    public static bool OfAny
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (Instruments.Source is { } source && source.HasListeners()) || Instruments.OperationDuration.Enabled || Instruments.Sent.Enabled || Instruments.ProcessDuration.Enabled;
    }

    /// <inheritdoc cref="Telemetry.IsProcessObserved"/>
    public static bool OfAttempts
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (Instruments.Source is { } source && source.HasListeners()) || Instruments.ProcessDuration.Enabled;
    }

    /// <inheritdoc cref="Telemetry.IsSendObserved"/>
    public static bool OfSends
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => (Instruments.Source is { } source && source.HasListeners()) || Instruments.OperationDuration.Enabled || Instruments.Sent.Enabled;
    }
}
