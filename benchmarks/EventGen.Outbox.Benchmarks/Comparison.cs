namespace EventGen.Outbox.Benchmarks;

/// <summary>Costs of a subject over those of a baseline, each with the largest ratio that keeps the promise.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Limits">The costs, in the order in which both are measured, with their limits; without one where a cost is only shown.</param>
/// <param name="Subject">Measures the subject once; microseconds.</param>
/// <param name="Baseline">Measures the baseline once; microseconds.</param>
internal sealed record Comparison(string Name, IReadOnlyList<(string Cost, double? Limit)> Limits, Func<Task<double[]>> Subject, Func<Task<double[]>> Baseline);
