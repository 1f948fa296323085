using EventGen.TestKit;

namespace EventGen.Architecture.Tests.Workflows;

/// <summary>The workflows of the repository, read by actionlint as the server would read them.</summary>
public sealed class WorkflowTests : IAsyncLifetime
{
    private const string Demanded = "EVENTGEN_REQUIRE_NODE";

    private readonly string _folder = Directory.CreateTempSubdirectory("eventgen-workflows-").FullName;

    public async ValueTask InitializeAsync()
    {
        string? missing = Missing();
        if (Environment.GetEnvironmentVariable(Demanded) == "1") Assert.True(missing is null, missing);
        else Assert.SkipWhen(missing is not null, $"{missing}; with {Demanded}=1 this fails");

        string own = Path.Combine(Repository.Root, "tests", "EventGen.Architecture.Tests", "Workflows");
        foreach (string file in new[] { "package.json", "package-lock.json", "lint.mjs" }) File.Copy(Path.Combine(own, file), Path.Combine(_folder, file));
        (await RunAsync("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")).Succeeded();
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return default;
    }

    [Fact]
    public async Task Workflows_HaveNoFinding()
    {
        string[] workflows = Directory.GetFiles(Path.Combine(Repository.Root, ".github", "workflows"), "*.yml");
        Assert.NotEmpty(workflows);

        Assert.Equal("", await LintAsync(workflows));
    }

    [Fact]
    public async Task Lint_NamesWhatIsWrong()
    {
        string workflow = Path.Combine(_folder, "wrong.yml");
        await File.WriteAllTextAsync(
            workflow,
            "on: pushed\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nothing.here }}\n",
            TestContext.Current.CancellationToken);

        string findings = await LintAsync(workflow);

        Assert.Contains("wrong.yml:1:5: unknown Webhook event \"pushed\"", findings, StringComparison.Ordinal);
        Assert.Contains("undefined variable \"nothing\"", findings, StringComparison.Ordinal);
    }

    private async Task<string> LintAsync(params string[] workflows) => (await RunAsync("node", ["lint.mjs", .. workflows])).Succeeded().Output.Trim();

    private Task<ProgramRun> RunAsync(string program, params string[] arguments) =>
        ProgramRun.OfAsync(program, arguments, _folder, cancellationToken: TestContext.Current.CancellationToken);

    private static string? Missing() =>
        OperatingSystem.IsWindows() ? "On Windows, npm is no program but a script"
        : Array.Find(["node", "npm"], static name => !Programs.IsInstalled(name)) is { } program ? $"{program} is not installed"
        : null;
}
