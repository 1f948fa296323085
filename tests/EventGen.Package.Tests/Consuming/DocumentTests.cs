using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using EventGen.Package.Tests.Packing;
using EventGen.TestKit;

namespace EventGen.Package.Tests.Consuming;

/// <summary>A project that sets <c>EventGenAsyncApi</c> and <c>EventGenKeepContracts</c>, with the command as its local tool.</summary>
public sealed class DocumentTests(PackedPackages packed)
{
    [Fact]
    public async Task Build_WritesTheDocument_OnlyWhenItHasChanged_AndATrimmedPublishKeepsTheContracts()
    {
        using var folder = new TemporaryFolder();
        await Consumer.CopyAsync(packed, "Announced", folder);
        string version = $"-p:EventGenVersion={(await packed.OpenAsync("EventGen")).Version}", document = folder.Combine("asyncapi.json");
        await DotNetAsync("new", "tool-manifest");
        await DotNetAsync("tool", "install", "EventGen.Cli", "--version", (await packed.OpenAsync("EventGen.Cli")).Version);
        Assert.Equal(["eventgen.cli"], ToolsNoted());

        await DotNet.BuildAsync(folder.Path, packed.Environment, ["build", version]);
        var written = JsonNode.Parse(await File.ReadAllTextAsync(document, TestContext.Current.CancellationToken))!;
        Assert.Equal(["sale.announced.send"], written["operations"]!.AsObject().Select(static operation => operation.Key));
        Assert.Null(written["servers"]);

        File.SetLastWriteTimeUtc(document, DateTime.UnixEpoch);
        await DotNet.BuildAsync(folder.Path, packed.Environment, ["build", version]);
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(document));

        await DotNet.BuildAsync(
            folder.Path, packed.Environment,
            ["publish", version, "--output", folder.Combine("out"), "--runtime", RuntimeInformation.RuntimeIdentifier, "-p:PublishTrimmed=true", "-p:PublishSelfContained=true"]);
        Assert.Equal(["announced"], (await ProgramRun.OfAsync(folder.Combine("out", "Announced"), [], folder.Path, cancellationToken: TestContext.Current.CancellationToken)).Succeeded().Lines);
        var listed = (await packed.RunToolAsync("list", folder.Combine("out", "Announced.dll"))).Succeeded();
        Assert.Contains(listed.Lines, static line => line.StartsWith("sale.announced", StringComparison.Ordinal));

        // In a home of the tests' own, where no run before has left a note of a folder that is gone.
        IEnumerable<string> ToolsNoted() =>
            Directory.EnumerateFiles(Path.Combine(packed.Environment["DOTNET_CLI_HOME"]!, ".dotnet", "toolResolverCache"), "eventgen*", SearchOption.AllDirectories).Select(static file => Path.GetFileName(file));

        async Task DotNetAsync(params string[] arguments) =>
            (await ProgramRun.OfAsync(ProgramRun.DotNet, arguments, folder.Path, packed.Environment, TestContext.Current.CancellationToken)).Succeeded();
    }
}
