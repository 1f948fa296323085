using EventGen.Package.Tests.Packing;

namespace EventGen.Package.Tests.Pages;

/// <summary>Who follows the page of a package to the letter, with any name for the project, sees what the page shows. These programs end by themselves.</summary>
public sealed class PackagePageTests(PackedPackages packed)
{
    public static TheoryData<string> Pages => [.. PackagePage.All.Where(static page => !PackagePage.IsServed(page))];

    [Theory]
    [MemberData(nameof(Pages))]
    public Task Page_FollowedToTheLetter_ShowsWhatItSays(string path) => PackagePage.FollowAsync(path, packed);
}
