namespace EventGen.Outbox.Benchmarks;

/// <summary>Costs of a subject over those of a baseline, each with the largest ratio that keeps the promise.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Limits">The costs, in the order in which both are measured, with their limits; without one where a cost is only shown.</param>
/// <param name="MeasureAsync">Measures both once; microseconds.</param>
internal sealed record Comparison(string Name, IReadOnlyList<(string Cost, double? Limit)> Limits, Func<Task<(double[] Subject, double[] Baseline)>> MeasureAsync)
{
    /// <summary>Compares what is measured one after the other.</summary>
    public Comparison(string name, IReadOnlyList<(string Cost, double? Limit)> limits, Func<Task<double[]>> subject, Func<Task<double[]>> baseline)
        : this(name, limits, async () => (await subject(), await baseline()))
    {
    }

    /// <summary>How often both are measured, after as many rounds as <see cref="Warming"/> for the JIT, which compiles again what runs often.</summary>
    public int Rounds { get; init; } = 5;

    public int Warming { get; init; } = 3;
}
