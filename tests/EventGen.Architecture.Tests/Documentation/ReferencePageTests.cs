using System.ComponentModel;
using System.Reflection;
using System.Text.RegularExpressions;

namespace EventGen.Architecture.Tests;

/// <summary>The reference lists what there is, as it is.</summary>
public sealed partial class ReferencePageTests
{
    [Fact]
    public void LogMessages_AreListedWithTheirLevelAndText()
    {
        HashSet<string> rows = [.. ProductTree.Files("src/docs/reference", ".md").SelectMany(static page => Lines(page)).Where(static line => line.StartsWith("| ", StringComparison.Ordinal))];

        Findings.AssertNone(
            from file in ProductTree.Files("src", ".cs")
            from Match message in LogMessage().Matches(ProductTree.Read(file))
            let row = $"| {message.Groups["id"].Value} | {message.Groups["level"].Value} | {message.Groups["text"].Value} |"
            where !rows.Contains(row)
            select $"{file}: the reference has no row {row}");
    }

    [Fact]
    public void LogMessages_HaveAnIdOfTheirOwn()
    {
        Findings.AssertNone(
            from file in ProductTree.Files("src", ".cs")
            from Match message in LogMessage().Matches(ProductTree.Read(file))
            group $"{file}: {message.Groups["text"].Value}" by message.Groups["id"].Value into messages
            where messages.Count() > 1
            select $"{messages.Key} is the id of {string.Join(" and of ", messages)}");
    }

    [Fact]
    public void Rules_AreListedWithTheirSeverity()
    {
        string[] listed = [.. RuleRow().Matches(ProductTree.Read("src/docs/reference/rules.md")).Select(static row => $"{row.Groups["id"].Value} {row.Groups["severity"].Value}")];
        string[] released =
        [
            .. from file in new[] { "Shipped", "Unshipped" }
               from Match row in ReleasedRule().Matches(ProductTree.Read($"generators/EventGen.Generators/AnalyzerReleases.{file}.md"))
               select $"{row.Groups["id"].Value} {row.Groups["severity"].Value.ToLowerInvariant().Replace("info", "suggestion", StringComparison.Ordinal)}",
        ];

        Assert.NotEmpty(released);
        Assert.Equal(released.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void NamesOfTelemetry_AreListed()
    {
        string page = ProductTree.Read("src/docs/reference/diagnostics.md");

        Findings.AssertNone(
            from name in typeof(EventGenTelemetry).GetFields(BindingFlags.Public | BindingFlags.Static)
            where name.IsLiteral
            let value = (string)name.GetRawConstantValue()!
            where !page.Contains($"`{value}`", StringComparison.Ordinal)
            select $"{name.Name}: diagnostics.md does not name `{value}`");
    }

    [Fact]
    public void SettingsOfRedis_AreListed()
    {
        string page = ProductTree.Read("src/docs/reference/redis.md");

        Findings.AssertNone(
            from setting in typeof(RedisOptions).GetProperties()
            where !page.Contains($"\n| `{setting.Name}` | ", StringComparison.Ordinal)
            select $"redis.md has no row for {setting.Name}");
    }

    [Fact]
    public void SettingsOfNats_AreListed()
    {
        string page = ProductTree.Read("src/docs/reference/nats.md");

        Findings.AssertNone(
            from setting in typeof(NatsOptions).GetProperties()
            where !page.Contains($"\n| `{setting.Name}` | ", StringComparison.Ordinal)
            select $"nats.md has no row for {setting.Name}");
    }

    [Fact]
    public void SettingsOfKafka_AreListed()
    {
        string page = ProductTree.Read("src/docs/reference/kafka.md");

        Findings.AssertNone(
            from setting in typeof(KafkaOptions).GetProperties()
            where !page.Contains($"\n| `{setting.Name}` | ", StringComparison.Ordinal)
            select $"kafka.md has no row for {setting.Name}");
    }

    [Fact]
    public void Attributes_AreListedWithAllTheyTake()
    {
        string[] sections = ProductTree.Read("src/docs/reference/attributes.md").Split("\n## ");

        Findings.AssertNone(
            from attribute in typeof(EventAttribute).Assembly.GetExportedTypes()
            where attribute.Namespace == nameof(EventGen) && typeof(Attribute).IsAssignableFrom(attribute)
            where attribute.GetCustomAttribute<EditorBrowsableAttribute>() is not { State: EditorBrowsableState.Never }
            let name = attribute.Name[..^nameof(Attribute).Length]
            let section = sections.FirstOrDefault(section => section.StartsWith(name + "\n", StringComparison.Ordinal)) ?? ""
            from taken in attribute.GetConstructors().SelectMany(static constructor => constructor.GetParameters()).Select(static parameter => parameter.Name!)
                .Concat(attribute.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(static property => property.CanWrite).Select(static property => property.Name))
                .DefaultIfEmpty("")
            where section.Length == 0 || (taken.Length > 0 && !section.Contains($"\n| `{taken}` | ", StringComparison.Ordinal))
            select $"attributes.md: {name} {taken}");
    }

    private static string[] Lines(string file) => ProductTree.Read(file).ReplaceLineEndings("\n").Split('\n');

    [GeneratedRegex("""\[LoggerMessage\((?<id>\d+), LogLevel\.(?<level>\w+), "(?<text>[^"]*)"\)\]|LoggerMessage\.Define<[^>]*>\(LogLevel\.(?<level>\w+), new EventId\((?<id>\d+), [^)]*\)\), "(?<text>[^"]*)"\)""")]
    private static partial Regex LogMessage();

    [GeneratedRegex(@"^\| \[(?<id>EVG\d+)\]\([^)]*\) \| (?<severity>\w+) \| ", RegexOptions.Multiline)]
    private static partial Regex RuleRow();

    [GeneratedRegex(@"^(?<id>EVG\d+) \| \S+ \| (?<severity>\w+) \| ", RegexOptions.Multiline)]
    private static partial Regex ReleasedRule();
}
