using System.Collections.Immutable;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Tests.Rules;

/// <summary>A rule is done when it has a row among the releases, a page and a help link to it.</summary>
public sealed class RuleTests
{
    private static readonly ImmutableArray<DiagnosticDescriptor> s_rules =
    [
        .. typeof(EventGenGenerator).Assembly.GetTypes()
            .Where(static type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .SelectMany(static type => ((DiagnosticAnalyzer)Activator.CreateInstance(type)!).SupportedDiagnostics)
            .DistinctBy(static rule => rule.Id)
            .OrderBy(static rule => rule.Id, StringComparer.Ordinal),
    ];

    public static TheoryData<string> Ids => [.. s_rules.Select(static rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_HasAPageThatItsHelpLinkNames(string id)
    {
        var rule = s_rules.Single(rule => rule.Id == id);
        string page = Path.Combine(Repository.Root, "generators", "docs", "rules", $"{id}.md");

        Assert.Equal($"https://github.com/eventgen/eventgen/blob/main/generators/docs/rules/{id}.md", rule.HelpLinkUri);
        Assert.True(File.Exists(page), $"There is no {page}.");
        string text = File.ReadAllText(page);
        Assert.StartsWith($"# {id}: {rule.Title}\n", text, StringComparison.Ordinal);
        Assert.All(["## Why", "## How to fix", "## When to suppress", "## Example"], heading => Assert.Contains($"\n{heading}\n", text));
    }

    [Fact]
    public void Pages_AreOfRulesThatExist() => Assert.Equal(
        s_rules.Select(static rule => rule.Id),
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "generators", "docs", "rules"), "EVG*.md")
            .Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));

    [Fact]
    public void Ids_StandInTheirBand() => Assert.All(
        s_rules,
        static rule => Assert.Equal(
            rule.Id[3] switch { '1' => "EventGen.Events", '2' => "EventGen.Handlers", '5' => "EventGen.Generator", _ => "no band" },
            rule.Category));
}
