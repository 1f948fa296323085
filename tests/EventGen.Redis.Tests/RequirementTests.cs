namespace EventGen.Redis.Tests;

/// <summary>What these tests do on a machine without a server.</summary>
public sealed class RequirementTests
{
    [Fact]
    public async Task WithoutAServer_TestsAreSkippedWithTheReason()
    {
        var run = await RunWithoutServerAsync(demanded: null);

        Assert.Contains("Skipped: 1", run.Succeeded().Output);
        Assert.Contains("redis-server is not installed; with EVENTGEN_REQUIRE_SERVERS=1 this fails", run.Output);
    }

    [Fact]
    public async Task WithoutAServer_TestsFail_WhereItIsDemanded()
    {
        var run = await RunWithoutServerAsync(demanded: "1");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("redis-server is not installed", run.Output);
    }

    private static Task<ProgramRun> RunWithoutServerAsync(string? demanded)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the tests start redis-server on Linux only");
        return ProgramRun.OfAsync(
            ProgramRun.DotNet,
            [typeof(RequirementTests).Assembly.Location, "-noColor", "-method", $"{typeof(RedisTransportTests).FullName}.{nameof(RedisTransportTests.CloudEvents_AreWrittenWhenAskedFor)}"],
            environment: new Dictionary<string, string?> { ["PATH"] = "/nowhere", ["EVENTGEN_REQUIRE_SERVERS"] = demanded },
            cancellationToken: TestContext.Current.CancellationToken);
    }
}
