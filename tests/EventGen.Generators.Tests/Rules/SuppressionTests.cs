using EventGen.EventContracts;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Tests.Rules;

/// <summary>
/// What silences the compiler's warnings silences the rules too: those that are found at a symbol, at a call or at the end, errors
/// for which the generator leaves something out, and suggestions.
/// </summary>
public sealed class SuppressionTests
{
    private const string Json = "[System.Text.Json.Serialization.JsonSerializable(typeof(Placed))] partial class ShopJson : System.Text.Json.Serialization.JsonSerializerContext;";

    // The suppression goes where the slashes are.
    private const string Here = "/*here*/";

    private static readonly Dictionary<string, (Func<DiagnosticAnalyzer> Create, string Source)> s_rules = new()
    {
        ["EVG1001"] = (static () => new EventAnalyzer(), "/*here*/ [Event] public abstract record Placed;"),
        ["EVG1002"] = (static () => new EventAnalyzer(), "[Event(\"a\")] public record First; /*here*/ public static class Later { [Event(\"a\")] public record Second; }"),
        ["EVG1003"] = (static () => new EventAnalyzer(), "/*here*/ [Event(\"A\")] public record Placed;"),
        ["EVG1004"] = (static () => new EventAnalyzer(), "[Event(\"a\")] public record Placed; /*here*/ [Event(\"b\")] public record PlacedEvent;"),
        ["EVG1005"] = (static () => new PayloadAnalyzer(), "/*here*/ [Event] public class Placed { public int Number; }"),
        ["EVG1007"] = (static () => new EventAnalyzer(), "/*here*/ [Event, PublishTo(\"redis\")] public record Placed;"),
        ["EVG1010"] = (static () => new EventAnalyzer(), "/*here*/ [Event(AccessorName = \"?\")] public record Placed;"),
        ["EVG1011"] = (static () => new MisplacedAttributeAnalyzer(), "/*here*/ [PublishTo(\"redis\")] public record Placed;"),
        ["EVG1012"] = (static () => new EventAnalyzer(), "/*here*/ [Durable] public record Placed;"),
        ["EVG2001"] = (static () => new HandlerAnalyzer(), "[Event] public record Placed; static class H { /*here*/ [Subscribe] private static void On(Placed e) { } }"),
        ["EVG2004"] = (static () => new TokenAnalyzer(), "[Event] public record Placed; /*here*/ static class H { [Subscribe] public static Task On(Placed e) => Task.Delay(1); }"),
        ["EVG2005"] = (static () => new HandlerAnalyzer(), "[Event] public record Placed; /*here*/ class H { private H() { } [Subscribe] public void On(Placed e) { } }"),
        ["EVG2008"] = (static () => new EmitCycleAnalyzer(), "[Event] public record Placed; /*here*/ static class H { [Subscribe] public static void On(Placed e) => Events.Placed.Emit(e); }"),
        ["EVG2013"] = (static () => new MisplacedAttributeAnalyzer(), "[Event] public record Placed; static class H { /*here*/ [Retry(2)] public static void On(Placed e) { } }"),
        ["EVG4001"] = (static () => new LostSubscriptionAnalyzer(), "[Event] public record Placed; /*here*/ static class H { static void M() { Events.Placed.Subscribe((Placed e) => { }); } }"),
        ["EVG4004"] = (static () => new LostResultAnalyzer(), "[Event] public record Placed; static class H { /*here*/ static void M() { Events.Placed.TryEnqueue(new Placed()); } }"),
        ["EVG4007"] = (static () => new DurableEnqueueAnalyzer(), "[Event, Durable] public record Placed; static class H { /*here*/ static bool M() => Events.Placed.TryEnqueue(new Placed()); }"),
        ["EVG6001"] = (static () => new ContractAnalyzer(), $"/*here*/ [Event(\"order.placed\"), PublishTo(\"redis\")] public record Placed(string A); {Json}"),
        ["EVG6002"] = (static () => new ContractAnalyzer(), $"/*here*/ [Event, PublishTo(\"redis\")] public record Placed(int A); {Json}"),
        ["EVG6005"] = (static () => new EventAnalyzer(), "[Event(Version = 2)] public record Placed { public record V1; /*here*/ [EventUpgrade] public Placed From(V1 old) => this; }"),
        ["EVG5001"] = (static () => new EventAnalyzer(), "/*here*/ [Event] public class Placed { }"),
    };

    public static TheoryData<string> Rules => [.. s_rules.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task WithoutASuppression_TheRuleFires(string id) => Assert.Contains(id, await ReportedAsync(Harness(id), id, ""));

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Pragma_Suppresses(string id) =>
        Assert.Equal(Elsewhere(id), await ReportedAsync(Harness(id), id, $"\n#pragma warning disable {id}\n"));

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task SuppressMessage_Suppresses(string id) => Assert.Equal(
        Elsewhere(id),
        await ReportedAsync(Harness(id), id, $"[System.Diagnostics.CodeAnalysis.SuppressMessage(\"EventGen\", \"{id}\", Justification = \"Tested\")]"));

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task EditorConfig_SetsTheSeverity(string id)
    {
        Assert.Empty(await ReportedAsync(WithSeverity(id, "none"), id, ""));

        var reported = await WithSeverity(id, "warning").ReportedAsync(Source(id, ""));
        Assert.All(reported, static found => Assert.Equal(DiagnosticSeverity.Warning, found.Severity));
        Assert.NotEmpty(reported);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task NoWarn_Suppresses(string id)
    {
        var harness = Harness(id);

        Assert.Empty(await ReportedAsync(harness with { Severities = harness.Severities.Add(id, ReportDiagnostic.Suppress) }, id, ""));
    }

    // They are reported in the contract file, which no pragma and no attribute reaches.
    [Theory]
    [InlineData("EVG6003")]
    [InlineData("EVG6004")]
    public async Task NoWarn_Suppresses_WhatIsReportedInTheContractFile(string id)
    {
        string text = id == "EVG6004" ? "{" : ContractFileWriter.Write(new ContractFile("Shop", [EventContracts.ContractSource.Read("public record Placed(int A);")]));
        var harness = new AnalyzerHarness(static () => new ContractAnalyzer()) { Project = Project.Setup, AdditionalFiles = [new SourceFile(ContractFile.Name, text)] };
        string source = $"#pragma warning disable {id}\nnamespace Shop; public record Other(int A);";

        Assert.Equal([id], (await harness.ReportedAsync(source)).Select(static found => found.Id));
        Assert.Empty(await (harness with { Severities = harness.Severities.Add(id, ReportDiagnostic.Suppress) }).ReportedAsync(source));
    }

    // Two events of one id are reported at both.
    private static string[] Elsewhere(string id) => id == "EVG1002" ? [id] : [];

    private static async Task<IEnumerable<string>> ReportedAsync(AnalyzerHarness harness, string id, string suppression) =>
        (await harness.ReportedAsync(Source(id, suppression))).Select(static found => found.Id);

    private static string Source(string id, string suppression) => $"namespace Shop;\n{s_rules[id].Source.Replace(Here, suppression, StringComparison.Ordinal)}";

    private static AnalyzerHarness WithSeverity(string id, string severity)
    {
        var harness = Harness(id);
        return harness with { Project = harness.Project with { EditorConfig = $"root = true\n[*.cs]\ndotnet_diagnostic.{id}.severity = {severity}\n" } };
    }

    private static AnalyzerHarness Harness(string id) => new(s_rules[id].Create)
    {
        Project = id == "EVG5001" ? Project.Setup with { LanguageVersion = Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp11 } : Project.Setup,
        Generators = [static () => new EventGenGenerator(), TargetingPack.CreateJsonGenerator],
        AdditionalFiles = id == "EVG6001"
            ? [new SourceFile(ContractFile.Name, ContractFileWriter.Write(new ContractFile("Shop", [EventContracts.ContractSource.Read("public record Placed(int A);")])))]
            : [],
    };
}
