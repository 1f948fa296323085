namespace EventGen;

/// <summary>How long something took, of late. Each value is at most an eighth above the true one.</summary>
/// <param name="Samples">How many were measured; older ones count half as much each minute. 0: the others say nothing.</param>
/// <param name="P50">Half of them took at most this.</param>
/// <param name="P95">19 of 20 took at most this.</param>
/// <param name="P99">99 of 100 took at most this.</param>
public readonly record struct LatencyPercentiles(long Samples, TimeSpan P50, TimeSpan P95, TimeSpan P99);
