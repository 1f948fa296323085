using System.Text.RegularExpressions;
using EventGen.Package.Tests.Packing;
using EventGen.TestKit;

namespace EventGen.Package.Tests.Consuming;

/// <summary>A web project whose Razor files declare events and handlers, which EventGen does not see: the build says so.</summary>
public sealed partial class RazorTests(PackedPackages packed)
{
    [Fact]
    public async Task Build_OfDeclarationsInRazorFilesAndExtensionBlocks_ReportsEachAtItsLine()
    {
        using var folder = new TemporaryFolder();
        await Consumer.CopyAsync(packed, "Razor", folder);

        var run = await ProgramRun.OfAsync(
            ProgramRun.DotNet,
            [
                "build", "--nologo", "--verbosity", "quiet", "--tl:off", "-nodeReuse:false",
                $"-p:EventGenVersion={(await packed.OpenAsync("EventGen")).Version}",
            ],
            folder.Path,
            packed.Environment,
            TestContext.Current.CancellationToken);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Equal(
            [
                "Counter.razor(5): EVG2015: Handler 'Shop.Counter.OnClicked'",
                "Counter.razor(7): EVG1017: [Event] has no effect on 'Shop.Counter.Reset'",
                "Derived.razor(1): EVG2015: Handler 'Shop.Derived.Log'",
                "Extensions.cs(8): EVG2001: Handler 'Shop.Extensions.extension(Shop.Clicked).OnClicked'",
            ],
            run.Lines.Select(static line => Error().Match(line)).Where(static match => match.Success)
                .Select(static match => $"{match.Groups["file"].Value}({match.Groups["line"].Value}): {match.Groups["what"].Value}")
                .Distinct().Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"(?<file>[^/\\(]+)\((?<line>\d+),\d+\): error (?<what>EVG\d+: .*?'[^']+')")]
    private static partial Regex Error();
}
