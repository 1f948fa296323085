namespace EventGen.EntityFrameworkCore.Benchmarks;

/// <summary>A cost over another, with the largest ratio that keeps the promise; none where a ratio is only shown.</summary>
internal sealed record Comparison(string Name, double? Limit, Func<double> Subject, Func<double> Baseline);
