using EventGen.Package.Tests.Packing;

namespace EventGen.Package.Tests.Pages;

/// <summary>The pages of packages whose programs keep running. Apart from the others, as the tests of a class follow each other: all in one would go on when everything else has ended.</summary>
public sealed class ServedPackagePageTests(PackedPackages packed)
{
    public static TheoryData<string> Pages => [.. PackagePage.All.Where(PackagePage.IsServed)];

    [Theory]
    [MemberData(nameof(Pages))]
    public Task Page_FollowedToTheLetter_ShowsWhatItSays(string path) => PackagePage.FollowAsync(path, packed);
}
