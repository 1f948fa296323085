using EventGen.Package.Tests.Packing;
using EventGen.TestKit;

namespace EventGen.Package.Tests.Pages;

/// <summary>The page of a package.</summary>
internal static class PackagePage
{
    public static IEnumerable<string> All => ShippedProject.Libraries.Select(static name => $"src/{name}/PACKAGE.md");

    /// <summary>Whether a program of the page keeps running.</summary>
    public static bool IsServed(string path) => Page.Parse(MarkdownDocument.Load(path)).Steps.Any(static step => step.Action is PageAction.Serve);

    public static async Task FollowAsync(string path, PackedPackages packed)
    {
        using var folder = new TemporaryFolder();

        await PageReader.FollowAsync(path, packed, folder.Path, SourceTree.CloneAsync);
    }
}
