using System.Text.RegularExpressions;
using EventGen.TestKit;

namespace EventGen.Architecture.Tests;

public sealed partial class LinkTests
{
    // As the pages of packages link to it, which are read outside of the repository.
    private const string OwnAddress = "https://github.com/eventgen/eventgen/blob/main/";

    [Fact]
    public void Links_LeadToFilesAndHeadingsThatExist() =>
        Findings.AssertNone(ProductTree.Files("", ".md").Concat(ProductTree.Files(".github", ".md")).Select(MarkdownDocument.Load).SelectMany(Broken));

    [Theory]
    [InlineData("[a](missing.md)", "missing.md")]
    [InlineData("[a](../tests/run \"title\") [b](missing/)", "missing/")]
    [InlineData("![a](missing.png)", "missing.png")]
    [InlineData("[a]: missing.md", "missing.md")]
    [InlineData("# One\n[a](#two)", "#two")]
    [InlineData("# Dead letters\n[a](#dead-dead letters)", "#dead-dead letters")]
    [InlineData("<img alt=\"a\" src=\"missing.svg\">", "missing.svg")]
    [InlineData("[a](https://github.com/eventgen/eventgen/blob/main/src/docs/missing.md)", "https://github.com/eventgen/eventgen/blob/main/src/docs/missing.md")]
    public void Broken_NamesTheLinkThatLeadsNowhere(string text, string target) =>
        Assert.EndsWith($": {target}", Assert.Single(Broken(MarkdownDocument.Parse("src/page.md", text))));

    [Theory]
    [InlineData("[a](../tests/run) [b](/tests/run) [c](../tests/)")]
    [InlineData("[a](https://github.com/eventgen/eventgen/blob/main/tests/run)")]
    [InlineData("[a](https://example.org/missing.md) <https://example.org> [b](mailto:a@example.org)")]
    [InlineData("`[a](missing.md)`")]
    [InlineData("```text\n[a](missing.md)\n```")]
    [InlineData("## `Emit`, and what *then*?\n[a](#emit-and-what-then)")]
    [InlineData("# Same\n# Same\n[a](#same-1)")]
    public void Broken_OfLinksThatLeadSomewhere_IsEmpty(string text) =>
        Assert.Empty(Broken(MarkdownDocument.Parse("src/page.md", text)));

    // "[time limit](handlers.md)", where another page of the reference has the section "Time limits".
    [Fact]
    public void Links_ToAPageOfTheReference_LeadToTheOneThatHasTheSection()
    {
        var pages = ProductTree.Files("src/docs/reference", ".md").Select(MarkdownDocument.Load).ToDictionary(static page => page.Path, static page => page.Anchors);
        Findings.AssertNone(ProductTree.Files("", ".md").SelectMany(path => Misled(path, File.ReadAllText(Path.Combine(Repository.Root, path)), pages)));
    }

    [Theory]
    [InlineData("a [time limit](two.md)", 1)]
    [InlineData("a [time limit](one.md)", 0)]
    [InlineData("a [time limit](two.md#more)", 0)]
    [InlineData("a [limit](two.md)", 0)]
    public void Misled_FindsALinkWhoseSectionIsOnAnotherPage(string text, int expected) => Assert.Equal(
        expected,
        Misled("src/docs/reference/three.md", text, new Dictionary<string, HashSet<string>> { ["src/docs/reference/one.md"] = ["time-limits"], ["src/docs/reference/two.md"] = ["more"] }).Count());

    private static IEnumerable<string> Misled(string path, string text, Dictionary<string, HashSet<string>> pages)
    {
        foreach (Match link in PlainLink().Matches(text))
        {
            string full = Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(path)!, link.Groups["target"].Value));
            string word = link.Groups["text"].Value.ToLowerInvariant().Replace(' ', '-');
            if (!pages.TryGetValue(Path.GetRelativePath(Repository.Root, full).Replace('\\', '/'), out var here) || Has(here)) continue;
            if (pages.FirstOrDefault(page => Has(page.Value)).Key is { } other) yield return $"{path}: {link.Value}, whose section is in {other}";

            bool Has(HashSet<string> anchors) => anchors.Contains(word) || anchors.Contains($"{word}s");
        }
    }

    [GeneratedRegex(@"\[(?<text>[^\]`]+)\]\((?<target>[^)#\s:]+\.md)\)")]
    private static partial Regex PlainLink();

    private static IEnumerable<string> Broken(MarkdownDocument document) =>
        from link in document.Links
        let target = link.Target.StartsWith(OwnAddress, StringComparison.Ordinal) ? $"/{link.Target[OwnAddress.Length..]}" : link.Target
        where !Uri.TryCreate(target, UriKind.Absolute, out Uri? absolute) || absolute.IsFile
        where !Exists(document, target)
        select $"{document.Path}:{link.Line}: {link.Target}";

    private static bool Exists(MarkdownDocument document, string target)
    {
        string[] parts = target.Split('#', 2);
        string path = Uri.UnescapeDataString(parts[0]);
        if (path.Length > 0)
        {
            path = path[0] == '/'
                ? path[1..]
                : Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, Path.GetDirectoryName(document.Path)!, path)).Replace('\\', '/');
            string full = Path.Combine(Repository.Root, path);
            if (!File.Exists(full)) return Directory.Exists(full);
            if (parts.Length == 1 || !path.EndsWith(".md", StringComparison.Ordinal)) return true;
            document = MarkdownDocument.Load(path);
        }

        return document.Anchors.Contains(parts[1]);
    }
}
