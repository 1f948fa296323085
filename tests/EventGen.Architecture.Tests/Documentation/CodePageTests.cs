using System.Text.RegularExpressions;
using EventGen.TestKit;

namespace EventGen.Architecture.Tests;

/// <summary>The page that takes a newcomer through the sources names files that are there; <see cref="LinkTests"/> follows its links.</summary>
public sealed partial class CodePageTests
{
    private const string Page = "src/docs/explanation/the-code-in-ten-minutes.md";

    [Fact]
    public void Stages_AreThoseOfAnEventsWay_AndEachLeadsToAFile()
    {
        string[] stages = ["Declared", "Parsed", "Emitted as code", "Composed into a bus", "Dispatched", "Queued", "Delivered", "Published"];
        string[] sections = [.. Stage().Split(ProductTree.Read(Page)).Skip(1)];

        Assert.Equal(stages, sections.Select(static section => section.Split('\n')[0]));
        Assert.All(sections, static section => Assert.Contains(".cs)", section, StringComparison.Ordinal));
    }

    [Fact]
    public void LinkedFiles_HaveTheNamesThatThePageGivesThem() => Findings.AssertNone(
        from Match link in FileLink().Matches(ProductTree.Read(Page))
        let file = Path.GetFileName(Uri.UnescapeDataString(link.Groups["target"].Value))
        let name = link.Groups["name"].Value.Replace("&lt;", "{", StringComparison.Ordinal).Replace("&gt;", "}", StringComparison.Ordinal)
        where file != name && file != $"{name}.cs"
        select $"{Page}: '{name}' leads to {file}");

    [Fact]
    public void Folders_ItNames_Exist() => Findings.AssertNone(
        from Match folder in FolderName().Matches(ProductTree.Read(Page))
        let name = folder.Groups["name"].Value
        where !new[] { "", "src/EventGen", "generators/EventGen.Generators" }.Any(root => Directory.Exists(Path.Combine(Repository.Root, root, name)))
        select $"{Page}: there is no folder {name}");

    [GeneratedRegex(@"^## \d\. ", RegexOptions.Multiline)]
    private static partial Regex Stage();

    [GeneratedRegex(@"\[(?<name>[^\]]+)\]\((?<target>[^)]+\.cs)\)")]
    private static partial Regex FileLink();

    [GeneratedRegex(@"(?<=folder |in |snapshots in )`(?<name>[A-Z][\w/]*|(src|tests|generators)/[\w./]+)`")]
    private static partial Regex FolderName();
}
