using System.Xml.Linq;
using EventGen.Package.Tests.Packing;
using EventGen.TestKit;

namespace EventGen.Package.Tests.Consuming;

/// <summary>A project outside of the repository that knows nothing but the packages; its warnings are errors.</summary>
public sealed class ConsumerTests(PackedPackages packed)
{
    [Fact]
    public async Task EventGen_InACSharp12ProjectOfNet8_BuildsAndRuns() =>
        Assert.Equal(
            [
                "audit: order 1 of c-1",
                "receipt 1 for c-1 from order.placed",
                "audit: order 2 of c-2",
                "receipt 2 for c-2 from order.placed",
                "seen: order 2",
                "order.placed: A customer placed an order. Plain.Audit.Log, Plain.Receipts.SendAsync",
                "lib/net8.0",
            ],
            await RunAsync("Plain"));

    [Theory]
    [MemberData(nameof(Applications))]
    public async Task Hosting_Alone_BringsTheRuntimeAndTheGenerator_AndKeepsTheApplicationsVersions(string framework, string version) =>
        Assert.Equal(
            [
                "till rang",
                "booked 1 with the book of the scope",
                "archived {\"number\":1}",
                "eventgen: Healthy",
                "eventgen-ready: Healthy",
                "eventgen-live: Healthy",
            ],
            await RunAsync("Hosted", $"-p:ConsumerFramework={framework}", $"-p:ExtensionsVersion={version}"));

    // The consumer pins every Microsoft.Extensions package at its version, which a package that asks for more would not restore with.
    public static TheoryData<string, string> Applications => new()
    {
        { "net8.0", "8.0.0" },
        { "net10.0", "10.0.0" },
        { "net10.0", Newest },
    };

    private static string Newest => XElement.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("ExtensionsVersion").First().Value;

    private async Task<IReadOnlyList<string>> RunAsync(string consumer, params string[] properties)
    {
        using var folder = new TemporaryFolder();
        await Consumer.CopyAsync(packed, consumer, folder);

        await DotNet.BuildAsync(
            folder.Path, packed.Environment,
            ["build", "--configuration", "Release", "--output", folder.Combine("out"), $"-p:EventGenVersion={(await packed.OpenAsync("EventGen")).Version}", .. properties]);
        var run = await ProgramRun.OfAsync(
            ProgramRun.DotNet, ["exec", "--roll-forward", "Major", folder.Combine("out", $"{consumer}.dll")], folder.Path,
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("", run.Errors);
        return run.Succeeded().Lines;
    }
}
