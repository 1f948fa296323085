using EventGen.TestKit;

namespace EventGen.Architecture.Tests;

/// <summary>A reader of an index finds every page.</summary>
public sealed class IndexTests
{
    // Each page is of one kind, and its folder says which.
    private static readonly string[] s_kinds = ["tutorials", "how-to", "reference", "explanation"];

    [Fact]
    public void Index_LinksEveryPage() => Findings.AssertNone(Unlinked("src/docs/README.md", s_kinds.SelectMany(static kind => ProductTree.Files($"src/docs/{kind}", ".md"))));

    [Fact]
    public void IndexOfDecisions_LinksEveryRecord() =>
        Findings.AssertNone(Unlinked("src/docs/decisions/README.md", ProductTree.Files("src/docs/decisions", ".md").Where(static file => !file.EndsWith("/README.md", StringComparison.Ordinal))));

    [Fact]
    public void Pages_AreInTheFolderOfTheirKind()
    {
        string[] folders = [.. s_kinds.Append("decisions").Select(static kind => $"src/docs/{kind}/")];

        Findings.AssertNone(ProductTree.Files("src/docs", ".md").Where(file => file != "src/docs/README.md" && !folders.Contains(file[..(file.LastIndexOf('/') + 1)])));
    }

    private static IEnumerable<string> Unlinked(string index, IEnumerable<string> pages)
    {
        string folder = index[..(index.LastIndexOf('/') + 1)];
        var linked = MarkdownDocument.Load(index).Links.Select(link => folder + link.Target.Split('#')[0]).ToHashSet(StringComparer.Ordinal);
        return pages.Where(page => !linked.Contains(page)).Select(page => $"{index} does not link {page}");
    }
}
