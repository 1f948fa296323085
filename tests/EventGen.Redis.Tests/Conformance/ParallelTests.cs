namespace EventGen.Redis.Tests.Conformance;

/// <summary>All suites, ten times at once: for machines that have the cores.</summary>
public sealed class ParallelTests
{
    private const string Demanded = "EVENTGEN_HEAVY_TESTS";

    [Fact]
    public async Task AllSuites_PassTenTimesInParallel()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Demanded) == "1", $"it takes many minutes; {Demanded}=1 runs it");
        string tests = typeof(ParallelTests).Assembly.Location;
        string[] arguments = [tests, "-noColor", "-maxThreads", "1", "-class", $"{typeof(ParallelTests).Namespace}.*", "-class-", typeof(ParallelTests).FullName!];

        var runs = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ProgramRun.OfAsync(
            ProgramRun.DotNet, arguments, environment: new Dictionary<string, string?> { [Demanded] = null }, cancellationToken: TestContext.Current.CancellationToken)));

        Assert.All(runs, static run => run.Succeeded());
    }
}
