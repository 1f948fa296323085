using EventGen.Benchmarks.References;

namespace EventGen.Benchmarks.Solution;

/// <summary>What EventGen costs the build of a solution of 50 projects and 5,000 events: the CPU time of its generator and analyzers, over the compiler's.</summary>
/// <remarks>The process is warm, as a compiler server is. The projects are built one after the other, each on one thread.</remarks>
internal static class SolutionCost
{
    public const string Switch = "--solution";

    private const int Projects = 50;
    private const int EventsPerProject = 100;
    private const int Warmups = 1;
    private const int Rounds = 5;
    private const double LimitInPercent = 5;

    /// <param name="projects">How many projects it has; the promise is for the default.</param>
    /// <returns>0 when it costs less than promised.</returns>
    public static int Run(int projects = Projects)
    {
        var solution = Create(projects);
        List<BuildCost> builds = [];
        for (int round = -Warmups; round < Rounds; round++)
        {
            GC.Collect();
            var build = solution.Select(static project => project.Build()).Aggregate(static (sum, build) => sum + build);
            if (round >= 0) builds.Add(build);
            Console.WriteLine(FormattableString.Invariant(
                $"build {round}: compiler {build.Compiler.TotalMilliseconds:0} ms, generator {build.Generator.TotalMilliseconds:0} ms, analyzers {build.Analyzers.TotalMilliseconds:0} ms: {Share(build):0.00}%"));
        }

        PrintFloor("finds the events and handlers, and reads their names", builds, static build => build.Floor.Names);
        PrintFloor("adds the same files to that", builds, static build => build.Floor.Text);
        PrintFloor("asks for members, types, parameters and attributes as well", builds, static build => build.Floor.Symbols);
        double share = Median(builds, Share);
        Console.WriteLine(FormattableString.Invariant($"{projects} projects with {EventsPerProject} events each: {share:0.00}% of the compiler's time (limit {LimitInPercent}%)"));
        return share <= LimitInPercent ? 0 : 1;
    }

    // Each project references one of those before it, and with it up to four more. The last one, the application, references all.
    private static List<SolutionProject> Create(int count)
    {
        List<SolutionProject> projects = [new(0, EventsPerProject)];
        for (int number = 1; number < count - 1; number++) projects.Add(new SolutionProject(number, EventsPerProject, projects[(number - 1) / 2]));
        projects.Add(new SolutionProject(count - 1, EventsPerProject, [.. projects]));
        return projects;
    }

    private static void PrintFloor(string generator, List<BuildCost> builds, Func<BuildCost, TimeSpan> time) =>
        Console.WriteLine(FormattableString.Invariant($"a generator that {generator}: {Median(builds, build => Share(build, time(build))):0.00}%"));

    private static double Share(BuildCost build) => Share(build, build.EventGen);

    private static double Share(BuildCost build, TimeSpan part) => 100 * part.TotalMilliseconds / build.Compiler.TotalMilliseconds;

    private static double Median(List<BuildCost> builds, Func<BuildCost, double> value) => builds.Select(value).Order().ElementAt(builds.Count / 2);
}
