using System.Text.RegularExpressions;

namespace EventGen.Architecture.Tests.Documentation;

/// <summary>The changelog keeps the form of Keep a Changelog, and agrees with the version of the packages.</summary>
public sealed partial class ChangelogTests
{
    private static readonly string s_text = ProductTree.Read("CHANGELOG.md");

    [Fact]
    public void FirstSection_IsUnreleased() => Assert.Equal("Unreleased", Section().Match(s_text).Groups["name"].Value);

    [Fact]
    public void ReleasedVersions_AreDated_AndNoneIsAboveThatOfThePackages()
    {
        var version = Version.Parse(PackageVersion().Match(ProductTree.Read("Directory.Build.props")).Groups["version"].Value);

        foreach (Match section in Section().Matches(s_text).Skip(1))
        {
            Assert.True(DateOnly.TryParseExact(section.Groups["date"].Value, "yyyy-MM-dd", out _), section.Value);
            Assert.True(Version.Parse(section.Groups["name"].Value) <= version, section.Value);
        }
    }

    [Fact]
    public void EverySection_HasALink() =>
        Assert.All(Section().Matches(s_text), static section => Assert.Contains($"\n[{section.Groups["name"].Value}]: https://", s_text));

    [Fact]
    public void KindsOfChange_AreThoseOfTheFormat() =>
        Assert.All(Kind().Matches(s_text), static kind => Assert.Contains(kind.Groups["kind"].Value, (string[])["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]));

    [GeneratedRegex(@"^## \[(?<name>[^\]]+)\](?: - (?<date>.*))?$", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex("^### (?<kind>.*)$", RegexOptions.Multiline)]
    private static partial Regex Kind();

    [GeneratedRegex("<Version>(?<version>[^<]+)</Version>")]
    private static partial Regex PackageVersion();
}
