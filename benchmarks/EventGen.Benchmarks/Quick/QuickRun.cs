using System.Diagnostics;

namespace EventGen.Benchmarks.Quick;

/// <summary>Measures every promised ratio, subject and baseline in turn, and says which are missed.</summary>
internal static class QuickRun
{
    private const int Rounds = 15;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(600);

    /// <param name="named">Only ratios whose name contains this.</param>
    /// <returns>The process's exit code: 1 when a ratio is missed.</returns>
    public static async Task<int> RunAsync(string named)
    {
        Console.WriteLine($"{"ratio, medians of " + Rounds + " rounds",-58} {"subject",10} {"baseline",10} {"ratio",7} {"limit",7}");
        bool missed = false;
        foreach (var ratio in DispatchRatios.All().Concat(QueueRatios.All()))
        {
            if (!ratio.Name.Contains(named, StringComparison.Ordinal)) continue;
            var (subject, baseline, measured) = await MeasureAsync(ratio);
            bool kept = measured <= ratio.Limit;
            missed |= !kept;
            Console.WriteLine(FormattableString.Invariant(
                $"{ratio.Name,-58} {subject,7:F1} ns {baseline,7:F1} ns {measured,7:F2} {ratio.Limit,7:F2}  {(kept ? "kept" : "MISSED")}"));
        }

        return missed ? 1 : 0;
    }

    private static async Task<(double Subject, double Baseline, double Ratio)> MeasureAsync(Ratio ratio)
    {
        // Until the JIT has settled.
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < s_warmUp)
        {
            await ratio.Subject(ratio.Operations / 20);
            await ratio.Baseline(ratio.Operations / 20);
            await Task.Delay(20);
        }

        var subjects = new double[Rounds];
        var baselines = new double[Rounds];
        var ratios = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            // Neighbours in time, so that what else the machine does meets both.
            subjects[i] = await TimeAsync(ratio.Subject, ratio.Operations);
            baselines[i] = await TimeAsync(ratio.Baseline, ratio.Operations);
            ratios[i] = subjects[i] / baselines[i];
        }

        return (Median(subjects), Median(baselines), Median(ratios));
    }

    private static async Task<double> TimeAsync(Func<int, Task> run, int operations)
    {
        long start = Stopwatch.GetTimestamp();
        await run(operations);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / operations;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
