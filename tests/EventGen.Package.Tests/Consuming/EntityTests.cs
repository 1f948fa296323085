using System.Xml.Linq;
using EventGen.Package.Tests.Packing;
using EventGen.TestKit;

namespace EventGen.Package.Tests.Consuming;

/// <summary>An application with Entity Framework Core that knows nothing but the packages; <c>dotnet ef</c> finds its context through its host.</summary>
public sealed class EntityTests(PackedPackages packed)
{
    [Fact]
    public async Task EntityFrameworkCore_OfNet8_MigratesWithDotNetEf_AndFires() => Assert.Equal(["net8.0: receipt for ada, who paid 1", "net8.0: 9"], await RunAsync("net8.0"));

    [Fact]
    public async Task EntityFrameworkCore_OfNet8AndNet10_MigratesWithDotNetEf_AndFires()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("EVENTGEN_HEAVY_TESTS") == "1", "Builds several times; set EVENTGEN_HEAVY_TESTS=1 to run it.");
        Assert.Equal(
            ["net8.0: receipt for ada, who paid 1", "net8.0: 9", "net10.0: receipt for ada, who paid 1", "net10.0: 10"],
            await RunAsync("net8.0", "net10.0"));
    }

    // The migration is made with the first of the frameworks, and applied with each.
    private async Task<IReadOnlyList<string>> RunAsync(params string[] frameworks)
    {
        using var folder = new TemporaryFolder();
        await Consumer.CopyAsync(packed, "Entities", folder);
        string version = (await packed.OpenAsync("EventGen.EntityFrameworkCore")).Version;
        Dictionary<string, string?> Variables(string framework) => new(packed.Environment)
        {
            ["ConsumerFrameworks"] = string.Join(';', frameworks),
            ["EventGenVersion"] = version,
            ["EntityFrameworkVersionOfNet10"] = Pinned(0),
            ["EntityFrameworkVersionOfNet8"] = Pinned(1),
            ["INVOICES"] = folder.Combine($"{framework}.db"),
            ["DOTNET_ROLL_FORWARD"] = "Major",
        };
        var first = Variables(frameworks[0]);
        await RunAsync(folder, first, "tool", "restore");
        await DotNet.BuildAsync(folder.Path, first, "build", "--framework", frameworks[0]);
        await RunAsync(folder, first, "ef", "migrations", "add", "First", "--framework", frameworks[0], "--no-build");
        await DotNet.BuildAsync(folder.Path, first, "build");
        var lines = new List<string>();
        foreach (string framework in frameworks)
        {
            await RunAsync(folder, Variables(framework), "ef", "database", "update", "--framework", framework, "--no-build");
            lines.AddRange((await RunAsync(folder, Variables(framework), "exec", folder.Combine("bin", "Debug", framework, "Entities.dll"))).Select(line => $"{framework}: {line}"));
        }

        return lines;
    }

    private static async Task<IReadOnlyList<string>> RunAsync(TemporaryFolder folder, Dictionary<string, string?> variables, params string[] command) =>
        (await ProgramRun.OfAsync(ProgramRun.DotNet, command, folder.Path, variables, TestContext.Current.CancellationToken)).Succeeded().Lines;

    private static string Pinned(int index) => XElement.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("EntityFrameworkVersion").ElementAt(index).Value;
}
