using System.Globalization;

namespace EventGen.Benchmarks.References;

/// <summary>What 1,000 referenced events add to the build of a project: the time of EventGen's generator and analyzers over the compiler's.</summary>
/// <remarks>Taken with 1,000 referenced events and with ten, in turn: what lies between is what the events cost. The process is warm, as a compiler server is.</remarks>
internal static class ReferenceCost
{
    public const string Switch = "--references";

    private const int Few = 10;
    private const int Many = 1000;
    private const int Warmups = 6;
    private const int Rounds = 5;
    private const double LimitInPercent = 2;

    /// <returns>0 when the events cost less than promised.</returns>
    public static int Run()
    {
        ReferencingProject few = new(Few), many = new(Many);
        List<BuildCost> fewBuilds = [], manyBuilds = [];
        for (int round = -Warmups; round < Rounds; round++)
        {
            var fewBuild = Build(few);
            var manyBuild = Build(many);
            if (round < 0) continue;
            fewBuilds.Add(fewBuild);
            manyBuilds.Add(manyBuild);
        }

        Print(Few, fewBuilds);
        Print(Many, manyBuilds);
        double more = Median(manyBuilds, static build => build.EventGen) - Median(fewBuilds, static build => build.EventGen);
        double share = 100 * more / Median(manyBuilds, static build => build.Compiler);
        Console.WriteLine(FormattableString.Invariant($"{Many} referenced events cost {more:0.0} ms more than {Few}: {share:0.00}% of the compiler's time (limit {LimitInPercent}%)"));
        return share < LimitInPercent ? 0 : 1;
    }

    private static BuildCost Build(ReferencingProject project)
    {
        GC.Collect();
        return project.Build();
    }

    private static void Print(int events, List<BuildCost> builds)
    {
        double compiler = Median(builds, static build => build.Compiler), eventGen = Median(builds, static build => build.EventGen);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{events,5} referenced events: compiler {compiler:0} ms, generator {Median(builds, static build => build.Generator):0.0} ms, analyzers {Median(builds, static build => build.Analyzers):0.0} ms, both {100 * eventGen / compiler:0.00}%; {string.Join(" ", builds.Select(static build => $"{build.EventGen.TotalMilliseconds:0}"))}"));
    }

    private static double Median(List<BuildCost> builds, Func<BuildCost, TimeSpan> time) =>
        builds.Select(build => time(build).TotalMilliseconds).Order().ElementAt(builds.Count / 2);
}
