using System.Globalization;
using System.Xml.Linq;
using EventGen.TestKit;

namespace EventGen.Architecture.Tests.Workflows;

/// <summary>A tag packs the version that it names, or nothing.</summary>
public sealed class PackWorkflowTests
{
    [Theory]
    [InlineData("v{0}", 0)]
    [InlineData("v{0}.1", 1)]
    [InlineData("{0}", 1)]
    [InlineData("v99.0.0", 1)]
    public async Task Tag_OfAnotherVersion_IsRefused(string tag, int exitCode)
    {
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, ".github", "workflows", "pack.yml"), TestContext.Current.CancellationToken);
        var script = lines
            .SkipWhile(static line => line != "      - name: Compare tag and version").SkipWhile(static line => line != "        run: |").Skip(1)
            .TakeWhile(static line => line.StartsWith("          ", StringComparison.Ordinal));
        string version = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

        var run = await ProgramRun.OfAsync(
            "bash", ["-eo", "pipefail", "-c", string.Join('\n', script)], Repository.Root,
            new Dictionary<string, string?> { ["GITHUB_REF_NAME"] = string.Format(CultureInfo.InvariantCulture, tag, version) }, TestContext.Current.CancellationToken);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(exitCode != 0, run.Output.Contains($"::error::The tag is {string.Format(CultureInfo.InvariantCulture, tag, version)}, and", StringComparison.Ordinal));
    }
}
