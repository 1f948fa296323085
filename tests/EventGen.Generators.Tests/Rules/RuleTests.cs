using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Tests.Rules;

/// <summary>A rule is done when it has a row among the releases, a page, a help link to it, a test that fires and one that does not.</summary>
public sealed partial class RuleTests
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

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_HasARowThatSaysTheSame(string id)
    {
        var rule = s_rules.Single(rule => rule.Id == id);

        Assert.Contains($"{id} | {rule.Category} | {rule.DefaultSeverity} | {rule.Title}", ReadRows());
    }

    [Fact]
    public void Rows_AreOfRulesThatExist_EachOnceAndSorted() =>
        Assert.Equal(s_rules.Select(static rule => rule.Id), ReadRows().Select(static row => row[..7]));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_HasATestThatFiresAndOneThatDoesNot(string id)
    {
        Assert.Contains(Tests<FiresAttribute>(), test => test.Rules.Contains(id));
        Assert.Contains(Tests<SilentAttribute>(), test => test.Rules.Contains(id));
    }

    [Fact]
    public void Tests_AreOfRulesThatExist() => Assert.Subset(
        s_rules.Select(static rule => rule.Id).ToHashSet(),
        Tests<FiresAttribute>().SelectMany(static test => test.Rules).Concat(Tests<SilentAttribute>().SelectMany(static test => test.Rules)).ToHashSet());

    [Fact]
    public void Ids_AreUnique() => Assert.All(
        typeof(EventGenGenerator).Assembly.GetTypes()
            .SelectMany(static type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(static field => field.FieldType == typeof(DiagnosticDescriptor))
            .Select(static field => (DiagnosticDescriptor)field.GetValue(null)!)
            .GroupBy(static rule => rule.Id, StringComparer.Ordinal),
        static rules => Assert.Single(rules));

    [Fact]
    public void Pages_AreOfRulesThatExist() => Assert.Equal(
        s_rules.Select(static rule => rule.Id),
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "generators", "docs", "rules"), "EVG*.md")
            .Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));

    [Fact]
    public void Ids_StandInTheirBand() => Assert.All(
        s_rules,
        static rule => Assert.Equal(
            rule.Id[3] switch { '1' => "EventGen.Events", '2' => "EventGen.Handlers", '3' => "EventGen.Groups", '4' => "EventGen.Usage", '5' => "EventGen.Generator", '6' => "EventGen.Contracts", _ => "no band" },
            rule.Category));

    private static string[] ReadRows() =>
    [
        .. new[] { "Shipped", "Unshipped" }
            .SelectMany(static file => File.ReadLines(Path.Combine(Repository.Root, "generators", "EventGen.Generators", $"AnalyzerReleases.{file}.md")))
            .Where(static line => Row().IsMatch(line))
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<T> Tests<T>() where T : Attribute => typeof(RuleTests).Assembly.GetTypes()
        .SelectMany(static type => type.GetMethods())
        .Where(static method => method.IsDefined(typeof(FactAttribute), inherit: false))
        .Select(static method => method.GetCustomAttribute<T>())
        .OfType<T>();

    [GeneratedRegex("^EVG[0-9]{4} ")]
    private static partial Regex Row();
}
