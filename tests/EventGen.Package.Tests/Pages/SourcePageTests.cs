using EventGen.Package.Tests.Packing;
using EventGen.TestKit;

namespace EventGen.Package.Tests.Pages;

/// <summary>Who follows the readme or a tutorial to the letter, with any name for the project, sees what the page shows. Each clones the repository.</summary>
public sealed class SourcePageTests(PackedPackages packed, PageFolder folder) : IClassFixture<PageFolder>
{
    public static TheoryData<string> Pages =>
    [
        "README.md",
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/docs/tutorials"), "*.md").Select(static file => $"src/docs/tutorials/{Path.GetFileName(file)}").Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_FollowedToTheLetter_ShowsWhatItSays(string path)
    {
        folder.Renew();

        await PageReader.FollowAsync(path, packed, folder.Path, folder.CloneAsync);
    }
}
