using System.Diagnostics;
using EventGen.Benchmarks.Timing;

namespace EventGen.Benchmarks.Quick;

/// <summary>Measures every promised ratio, subject and baseline in turn, and says which are missed.</summary>
internal static class QuickRun
{
    public const string Switch = "--quick";

    private const int Rounds = 15;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(600);

    /// <param name="named">Only ratios whose name contains this.</param>
    /// <returns>The process's exit code: 1 when a ratio is missed, or none has such a name.</returns>
    public static async Task<int> RunAsync(string named)
    {
        Ratio[] ratios = [.. All().Where(ratio => ratio.Name.Contains(named, StringComparison.Ordinal))];
        bool isOfQueue = QueueRatios.Has(named);
        int missed = ratios.Length != 0 || !isOfQueue ? await RunAsync(ratios, named) : 0;
        return isOfQueue ? missed | await QueueRatios.RunEverywhereAsync(named) : missed;
    }

    /// <inheritdoc cref="RunAsync(string)"/>
    /// <param name="ratios">What is measured.</param>
    /// <param name="named">Only ratios whose name contains this.</param>
    public static async Task<int> RunAsync(IEnumerable<Ratio> ratios, string named)
    {
        Console.WriteLine($"{"ratio, medians of " + Rounds + " rounds",-62} {"subject",13} {"baseline",13} {"ratio",7} {"limit",7}");
        bool missed = false;
        Ratio[] chosen = [.. ratios.Where(ratio => ratio.Name.Contains(named, StringComparison.Ordinal))];
        if (chosen.Length == 0)
        {
            Console.Error.WriteLine($"No ratio has '{named}' in its name.");
            return 1;
        }

        foreach (var ratio in chosen)
        {
            var (subject, baseline, measured, counts) = await MeasureAsync(ratio);
            bool kept = measured <= ratio.Limit;
            missed |= !kept;
            Console.WriteLine(FormattableString.Invariant(
                $"{ratio.Name,-62} {subject,10:F1} ns {baseline,10:F1} ns {measured,7:F3} {ratio.Limit,7:F3}  {(kept ? "kept" : "MISSED")}"));
            if (!ratio.IsCounted) continue;
            Console.WriteLine($"    subject:  {counts.Subject.PerOperation((long)ratio.Operations * Rounds)}");
            Console.WriteLine($"    baseline: {counts.Baseline.PerOperation((long)ratio.Operations * Rounds)}");
        }

        return missed ? 1 : 0;
    }

    // None of them keeps a bus besides the ambient one: with two, each accessor has to ask which is meant.
    private static IEnumerable<Ratio> All() =>
    [
        .. DispatchRatios.All(),
        .. ScaleRatios.All(),
        .. StreamRatios.All(),
        .. GeneratorRatios.All(),
    ];

    private static async Task<(double Subject, double Baseline, double Ratio, (ProcessCounts Subject, ProcessCounts Baseline) Counts)> MeasureAsync(Ratio ratio)
    {
        if (ratio.WarmsUp) await WarmUpAsync(ratio);
        var subjects = new double[Rounds];
        var baselines = new double[Rounds];
        var ratios = new double[Rounds];
        var counts = (Subject: default(ProcessCounts), Baseline: default(ProcessCounts));
        for (int i = 0; i < Rounds; i++)
        {
            // Neighbours in time, so that what else the machine does meets both.
            var begun = ProcessCounts.Now();
            subjects[i] = await ratio.Subject(ratio.Operations);
            var turned = ProcessCounts.Now();
            baselines[i] = await ratio.Baseline(ratio.Operations);
            counts.Subject += turned - begun;
            counts.Baseline += ProcessCounts.Now() - turned;
            ratios[i] = subjects[i] / baselines[i];
        }

        return (Median(subjects), Median(baselines), Median(ratios), counts);
    }

    // Until the JIT has settled.
    private static async Task WarmUpAsync(Ratio ratio)
    {
        int operations = Math.Max(1, ratio.Operations / 20);
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < s_warmUp)
        {
            await ratio.Subject(operations);
            await ratio.Baseline(operations);
            await Task.Delay(20);
        }
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
