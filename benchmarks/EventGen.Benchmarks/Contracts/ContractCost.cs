using EventGen.Benchmarks.References;

namespace EventGen.Benchmarks.Contracts;

/// <summary>What the contracts of 1,000 published events cost a build: the CPU time that the generator and the analyzers take for them, over the compiler's.</summary>
/// <remarks>The generator's is what it takes more with the outputs that only a build needs than without. The process is warm, as a compiler server is: no time of the just-in-time compiler counts, neither EventGen's nor the compiler's.</remarks>
internal static class ContractCost
{
    public const string Switch = "--contracts";

    private const int Events = 1000;
    private const int Warmups = 1;
    private const int Rounds = 5;
    private const double LimitInPercent = 1;

    /// <returns>0 when contracts cost less than promised.</returns>
    public static int Run()
    {
        var project = new ContractProject(Events);
        List<BuildCost> builds = [];
        for (int round = -Warmups; round < Rounds; round++)
        {
            GC.Collect();
            var build = project.Build();
            if (round >= 0) builds.Add(build);
            Console.WriteLine(FormattableString.Invariant($"build {round}: compiler {build.Compiler.TotalMilliseconds:0} ms, generator {build.Generator.TotalMilliseconds:0.0} ms, analyzers {build.Analyzers.TotalMilliseconds:0.0} ms"));
        }

        double share = Median(builds, static build => 100 * build.EventGen.TotalMilliseconds / build.Compiler.TotalMilliseconds);
        Console.WriteLine(FormattableString.Invariant(
            $"contracts of {Events} events: compiler {Median(builds, static build => build.Compiler.TotalMilliseconds):0} ms, generator {Median(builds, static build => build.Generator.TotalMilliseconds):0.0} ms more, analyzers {Median(builds, static build => build.Analyzers.TotalMilliseconds):0.0} ms"));
        Console.WriteLine(FormattableString.Invariant($"{share:0.00}% of the compiler's time (limit {LimitInPercent}%); the manifest has {project.ManifestBytes / Events} bytes an event"));
        return share < LimitInPercent ? 0 : 1;
    }

    private static double Median(List<BuildCost> builds, Func<BuildCost, double> value) => builds.Select(value).Order().ElementAt(builds.Count / 2);
}
