namespace EventGen.AspNetCore.Management;

/// <summary>How long something takes, in milliseconds.</summary>
internal sealed record LatencyModel(long Samples, double P50, double P95, double P99)
{
    public static LatencyModel Of(LatencyPercentiles latency) =>
        new(latency.Samples, latency.P50.TotalMilliseconds, latency.P95.TotalMilliseconds, latency.P99.TotalMilliseconds);
}
