using System.Globalization;

namespace EventGen.Benchmarks.References;

/// <summary>What 1,000 referenced events add to the build of a project: the CPU of EventGen's generator and analyzers over the compiler's.</summary>
/// <remarks>
/// Both builds compile the same code, one with what was generated among its files. Their difference, in CPU time of the process, is what the
/// generator and the analyzers use. Taken with 1,000 referenced events and with ten: what lies between is what the events cost.
/// </remarks>
internal static class ReferenceCost
{
    public const string Switch = "--references";

    private const int Few = 10;
    private const int Many = 1000;
    private const int Warmups = 3;
    private const int Rounds = 5;
    private const double LimitInPercent = 2;

    /// <returns>0 when the events cost less than promised.</returns>
    public static int Run()
    {
        var (few, _) = Measure(Few);
        var (many, compiler) = Measure(Many);
        double share = 100 * (many - few) / compiler;
        Console.WriteLine(FormattableString.Invariant($"{Many} referenced events cost {many - few:0.0} ms more than {Few}: {share:0.00}% of the compiler's CPU (limit {LimitInPercent}%)"));
        return share < LimitInPercent ? 0 : 1;
    }

    // Alternately, so that a change of the machine meets both.
    private static (double Ours, double Compiler) Measure(int events)
    {
        var project = new ReferencingProject(events);
        var with = new List<double>();
        var without = new List<double>();
        for (int round = -Warmups; round < Rounds; round++)
        {
            double one = CpuOf(project.Build), other = CpuOf(project.BuildWithout);
            if (round < 0) continue;
            with.Add(one);
            without.Add(other);
        }

        double compiler = Median(without), ours = Median([.. with.Zip(without, static (one, other) => one - other)]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{events,5} referenced events: compiler {compiler:0} ms, generator and analyzers {ours:0.0} ms ({100 * ours / compiler:0.00}%); {string.Join(" ", with.Zip(without, static (one, other) => $"{one - other:0}"))}"));
        return (ours, compiler);
    }

    private static double CpuOf(Func<byte[]> build)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Environment.CpuUsage.TotalTime;
        build();
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
