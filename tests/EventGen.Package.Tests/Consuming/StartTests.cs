using System.Globalization;
using System.Runtime.InteropServices;
using EventGen.Package.Tests.Packing;
using EventGen.TestKit;

namespace EventGen.Package.Tests.Consuming;

/// <summary>A program that knows nothing but the packages and starts for one event: it runs what the package has compiled for this system.</summary>
public sealed class StartTests(PackedPackages packed)
{
    // Half more than was reached when it was written, 34 and 42; without compiled code it is ten times as much. What the JIT is left with is the program's own, and what of the framework has types of EventGen in it.
    private const int MostMethods = 60;

    [Fact]
    public async Task OneEvent_AsBuiltAndAsPublished_HasFewMethodsCompiledAtRunTime()
    {
        string runtime = RuntimeInformation.RuntimeIdentifier;
        Assert.SkipUnless((await packed.OpenAsync("EventGen")).Files.ContainsKey($"runtimes/{runtime}/lib/net10.0/EventGen.dll"), $"The package has nothing that is compiled for {runtime}.");
        using var folder = new TemporaryFolder();
        await Consumer.CopyAsync(packed, "Started", folder);
        string version = $"-p:EventGenVersion={(await packed.OpenAsync("EventGen")).Version}";

        await DotNet.BuildAsync(folder.Path, packed.Environment, "build", version, "--output", folder.Combine("built"));
        await RunAsync(folder.Combine("built"), $"runtimes/{runtime}/lib/net10.0/EventGen.dll");

        await DotNet.BuildAsync(folder.Path, packed.Environment, "publish", version, "--runtime", runtime, "--self-contained", "false", "--output", folder.Combine("published"));
        await RunAsync(folder.Combine("published"), "EventGen.dll");
    }

    private static async Task RunAsync(string folder, string assembly)
    {
        var run = await ProgramRun.OfAsync(ProgramRun.DotNet, ["exec", Path.Combine(folder, "Started.dll")], folder, cancellationToken: TestContext.Current.CancellationToken);

        var lines = run.Succeeded().Lines;
        Assert.Equal(["2", assembly], lines.Skip(1));
        Assert.InRange(int.Parse(lines[0], CultureInfo.InvariantCulture), 1, MostMethods);
    }
}
