using System.Diagnostics;

namespace EventGen.Benchmarks.Threads;

/// <summary>The same emits on one thread, two, four and so on to one for each core: what threads shared would make each slower.</summary>
internal static class CoreScaling
{
    public const string Switch = "--cores";

    private const int Rounds = 9;
    private const int Emits = 5_000_000;

    /// <summary>Prints a table in Markdown.</summary>
    /// <returns>The process's exit code: 1 where an emit on all cores takes more than 1.35 of one on a single core.</returns>
    public static int Run()
    {
        int[] threads = [.. Doubled().Append(Environment.ProcessorCount).Distinct()];
        var times = threads.ToDictionary(static count => count, static _ => new List<double>());
        for (int i = 0; i <= Rounds; i++)
        {
            foreach (int count in threads)
            {
                double time = Measure(count);
                if (i > 0) times[count].Add(time);   // the first round is for the JIT
            }
        }

        double one = Median(times[1]);
        Console.WriteLine($"{Environment.ProcessorCount} cores; each thread emits {Emits:N0} times to one handler of one topic; medians of {Rounds} rounds in turn");
        Console.WriteLine("| threads | an emit on each, ns | of one thread's | emits a second in all, million |");
        Console.WriteLine("|---:|---:|---:|---:|");
        foreach (int count in threads)
        {
            double time = Median(times[count]);
            Console.WriteLine(FormattableString.Invariant($"| {count} | {time:F2} | {time / one:F2} | {count * 1e3 / time:F0} |"));
        }

        return Median(times[threads[^1]]) <= 1.35 * one ? 0 : 1;
    }

    private static double Measure(int threads)
    {
        var crew = new Crew(threads);
        long start = Stopwatch.GetTimestamp();
        crew.Run(static e =>
        {
            for (int i = 0; i < Emits; i++) Events.Shared.Emit(e);
        });
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Emits;
    }

    private static IEnumerable<int> Doubled()
    {
        for (int count = 1; count < Environment.ProcessorCount; count *= 2) yield return count;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
