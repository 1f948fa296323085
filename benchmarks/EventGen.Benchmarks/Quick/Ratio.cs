using System.Diagnostics;

namespace EventGen.Benchmarks.Quick;

/// <summary>A promise: what the subject may cost at most, as a multiple of the baseline.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Limit">The largest ratio of subject to baseline that keeps the promise.</param>
/// <param name="Subject">Measures the subject; nanoseconds for each operation.</param>
/// <param name="Baseline">Measures the baseline; nanoseconds for each operation.</param>
/// <param name="Operations">How many operations one measurement is made of.</param>
internal sealed record Ratio(string Name, double Limit, Func<int, Task<double>> Subject, Func<int, Task<double>> Baseline, int Operations)
{
    /// <summary>True when there is something to warm up in this process.</summary>
    public bool WarmsUp { get; init; } = true;

    /// <summary>True where the counts of the process are printed, for each operation.</summary>
    public bool IsCounted { get; init; }

    public static Ratio Of(string name, double limit, Action<int> subject, Action<int> baseline, int operations = 2_000_000) =>
        new(name, limit, Time(subject), Time(baseline), operations);

    public static Ratio OfAsync(string name, double limit, Func<int, Task> subject, Func<int, Task> baseline, int operations) =>
        new(name, limit, Time(subject), Time(baseline), operations);

    /// <summary>Times a run of some operations.</summary>
    public static Func<int, Task<double>> Time(Action<int> run) => operations =>
    {
        long start = Stopwatch.GetTimestamp();
        run(operations);
        return Task.FromResult(Stopwatch.GetElapsedTime(start).TotalNanoseconds / operations);
    };

    private static Func<int, Task<double>> Time(Func<int, Task> run) => async operations =>
    {
        long start = Stopwatch.GetTimestamp();
        await run(operations);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / operations;
    };
}
