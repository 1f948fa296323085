using EventGen.Package.Tests.Packing;

namespace EventGen.Package.Tests.Pages;

/// <summary>Who follows the page of a package to the letter, with any name for the project, sees what the page shows.</summary>
public sealed class PackagePageTests(PackedPackages packed)
{
    public static TheoryData<string> Pages => [.. ShippedProject.Libraries.Select(static name => $"src/{name}/PACKAGE.md")];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_FollowedToTheLetter_ShowsWhatItSays(string path)
    {
        using var folder = new TemporaryFolder();

        await PageReader.FollowAsync(path, packed, folder.Path, SourceTree.CloneAsync);
    }
}
