namespace EventGen.Cli.Tests;

/// <summary>Runs the command as a process.</summary>
internal static class Eventgen
{
    /// <summary>The assembly of these tests, which declares events.</summary>
    public static string Assembly { get; } = typeof(Eventgen).Assembly.Location;

    /// <summary>The command, as it was built beside these tests, with what it brings along: the tests' own folder leaves to ASP.NET Core what that has.</summary>
    public static string Program { get; } = Path.Combine(
        Repository.Root, "src", "EventGen.Cli", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "EventGen.Cli.dll");

    public static Task<ProgramRun> RunAsync(params string[] arguments) => RunAsync([], arguments);

    public static Task<ProgramRun> RunAsync(Dictionary<string, string?> environment, string[] arguments) =>
        ProgramRun.OfAsync(ProgramRun.DotNet, ["exec", Program, .. arguments], environment: environment, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>What cannot be done is one line on standard error and exit code 2.</summary>
    public static void AssertFailed(ProgramRun run, string message)
    {
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output.Trim());
        Assert.Contains(message, Assert.Single(run.Errors.Trim().Split('\n')));
    }
}
