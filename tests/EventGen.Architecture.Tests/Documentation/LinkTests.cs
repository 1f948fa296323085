using EventGen.TestKit;

namespace EventGen.Architecture.Tests;

public sealed class LinkTests
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
