using EventGen.Generators.Analyzers;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Tests.Rules;

/// <summary>What silences the compiler's warnings silences the rules too, whether they are found on the way or at the end.</summary>
public sealed class SuppressionTests
{
    private const string Mutable = "[Event] public class Placed { public int Number; }";
    private const string Circle = "[Event] public record Placed; static class H { [Subscribe] public static void On(Placed e) => Events.Placed.Emit(e); }";

    public static TheoryData<string, string> Rules => new() { { "EVG1005", Mutable }, { "EVG2008", Circle } };

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task WithoutASuppression_TheRuleFires(string id, string source) =>
        Assert.Equal([id], (await Harness(id).ReportedAsync($"namespace Shop; {source}")).Select(static found => found.Id));

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Pragma_Suppresses(string id, string source) =>
        Assert.Empty(await Harness(id).ReportedAsync($"namespace Shop;\n#pragma warning disable {id}\n{source}"));

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task SuppressMessage_Suppresses(string id, string source)
    {
        string suppression = $"[System.Diagnostics.CodeAnalysis.SuppressMessage(\"EventGen\", \"{id}\", Justification = \"Tested\")] ";
        string marked = source.Replace("[Event] public class", $"{suppression}[Event] public class", StringComparison.Ordinal)
            .Replace("static class H", $"{suppression}static class H", StringComparison.Ordinal);

        Assert.Empty(await Harness(id).ReportedAsync($"namespace Shop; {marked}"));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task EditorConfig_SetsTheSeverity(string id, string source)
    {
        Assert.Empty(await WithSeverity(id, "none").ReportedAsync($"namespace Shop; {source}"));
        Assert.Equal(
            [DiagnosticSeverity.Error],
            (await WithSeverity(id, "error").ReportedAsync($"namespace Shop; {source}")).Select(static found => found.Severity));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task NoWarn_Suppresses(string id, string source)
    {
        var harness = Harness(id);

        Assert.Empty(await (harness with { Severities = harness.Severities.Add(id, ReportDiagnostic.Suppress) }).ReportedAsync($"namespace Shop; {source}"));
    }

    private static AnalyzerHarness WithSeverity(string id, string severity)
    {
        var harness = Harness(id);
        return harness with { Project = harness.Project with { EditorConfig = $"root = true\n[*.cs]\ndotnet_diagnostic.{id}.severity = {severity}\n" } };
    }

    private static AnalyzerHarness Harness(string id) => new(() => Create(id))
    {
        Project = Project.Setup,
        Generators = [static () => new EventGenGenerator()],
    };

    private static DiagnosticAnalyzer Create(string id) => id == "EVG1005" ? new PayloadAnalyzer() : new CircleAnalyzer();
}
