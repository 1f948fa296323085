using EventGen.EventContracts;
using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class UpgradeTests
{
    private const string Listed = "System.Text.Json.Serialization.JsonSerializable(typeof(Placed)), System.Text.Json.Serialization.JsonSerializable(typeof(Placed.V1), TypeInfoPropertyName = \"PlacedV1\")";

    private static readonly AnalyzerHarness s_events = Over(static () => new EventAnalyzer());
    private static readonly AnalyzerHarness s_contracts = Over(static () => new ContractAnalyzer());
    private static readonly AnalyzerHarness s_misplaced = Over(static () => new MisplacedAttributeAnalyzer());

    [Theory, Fires("EVG6005")]
    [InlineData("public Placed From(V1 old) => this;", "its upgrade 'From' is not static; declare it as 'public static Placed From(V1 old)', where V1 is the older payload")]
    [InlineData("public static Placed From<T>(V1 old) => new(1);", "its upgrade 'From' is generic;")]
    [InlineData("public static Placed From(V1 old, int more) => new(1);", "its upgrade 'From' does not take the older payload alone;")]
    [InlineData("public static Placed From(ref V1 old) => new(1);", "its upgrade 'From' does not take the older payload alone;")]
    [InlineData("public static Placed From(ref readonly V1 old) => new(1);", "its upgrade 'From' does not take the older payload alone;")]
    [InlineData("public static void From(V1 old) { }", "its upgrade 'From' does not return the newer payload;")]
    [InlineData("public static Placed? From(V1 old) => null;", "its upgrade 'From' may return null; return the newer payload, or throw: the message is then rejected")]
    [InlineData("public static Placed From(int old) => new(1);", "its upgrade 'From' takes a 'Int32', which is no payload;")]
    [InlineData("private static Placed From(V1 old) => new(1);", "its upgrade 'From' is private, so generated code cannot call it; make it internal or public")]
    [InlineData("public static Placed From(Line old) => new(1);", "nothing says from which version 'From' upgrades; write [EventUpgrade(from: 1)], or call the older payload 'LineV1'")]
    [InlineData("public static Placed From(V3 old) => new(1);", "its upgrade 'From' is from version 3, and the event has version 3; set Version = 4 in [Event]")]
    [InlineData("public static Line From(V1 old) => new(1);", "its upgrade 'From' returns 'Line', from which no upgrade leads on; return 'Placed', or add an [EventUpgrade] that takes 'Line'")]
    public async Task UpgradeThatCannotWork_IsReported(string method, string message)
    {
        var reported = await s_events.ReportedAsync(Event($"[EventUpgrade] {method}"));

        var found = Assert.Single(reported, static found => found.Id == "EVG6005");
        Assert.StartsWith($"Event 'Shop.Placed': {message}", found.GetMessage());
        Assert.Equal("EventUpgrade", found.Location.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(found.Location.SourceSpan));
    }

    [Fact, Fires("EVG6005")]
    public async Task SecondUpgradeOfAVersion_IsReported() => Assert.Equal(
        "Event 'Shop.Placed': its upgrade 'Of' is the second from version 1, after 'From'; keep one of them, or give the other its version: [EventUpgrade(from: …)]",
        Assert.Single(await s_events.ReportedAsync(Event("[EventUpgrade] public static Placed From(V1 old) => new(1); [EventUpgrade(1)] public static Placed Of(V2 old) => new(1);")), static found => found.Id == "EVG6005").GetMessage());

    [Fact, Fires("EVG6005")]
    public async Task UpgradesThatLeadBack_AreReported() => Assert.Contains(
        await s_events.ReportedAsync(Event("[EventUpgrade] public static V2 From(V1 old) => new(1); [EventUpgrade] public static V1 From(V2 old) => new(1);")),
        static found => found.GetMessage() == "Event 'Shop.Placed': its upgrade 'From' leads from version 2 to version 1; return the payload of a newer version");

    [Theory, Silent("EVG6005")]
    [InlineData("[EventUpgrade] public static Placed From(V1 old) => new(1); [EventUpgrade(from: 2)] internal static Placed Of(Line old) => new(1);")]
    [InlineData("[EventUpgrade] public static V2 From(in V1 old) => new(1); [EventUpgrade] public static Placed From(V2 old) => new(1);")]
    [InlineData("public static class Upgrades { [EventUpgrade] public static Placed From(V1 old) => new(1); }")]
    [InlineData("")]
    public async Task UpgradesThatWork_AreNotReported(string members) => Assert.DoesNotContain(await s_events.ReportedAsync(Event(members)), static found => found.Id == "EVG6005");

    [Fact, Fires("EVG6005")]
    public async Task AcceptedVersionWithoutAnUpgrade_IsReported()
    {
        var found = Assert.Single(await Accepted("record Placed(int A)").ReportedAsync(Published("string A", "public sealed record V1(int A);")));

        Assert.Equal(("EVG6005", "Event 'Shop.Placed': nothing upgrades what was written in version 1; add '[EventUpgrade] public static Placed From(V1 old)', or remove the version from 'eventgen.contracts.json' when nothing is left of it"), (found.Id, found.GetMessage()));
    }

    [Theory, Silent("EVG6005"), Fires("EVG6002")]
    [InlineData("")]
    [InlineData("[assembly: EventGenOptions(Compatibility = EventCompatibility.Forward)]")]
    public async Task NewVersion_MayBreak_AndIsToBeAccepted(string options)
    {
        string upgrade = options.Length == 0 ? "public sealed record V1(int A); [EventUpgrade] public static Placed From(V1 old) => new(old.A.ToString());" : "public sealed record V1(int A);";

        Assert.Equal(
            "Version 2 of the event 'Shop.Placed' is new; accept it into 'eventgen.contracts.json'",
            Assert.Single(await Accepted("record Placed(int A)").ReportedAsync(options + Published("string A", upgrade))).GetMessage());
    }

    [Fact, Fires("EVG6001")]
    public async Task ChangeOfAnOlderPayload_IsReported_AtItsPart()
    {
        var reported = await Accepted("record Placed(int A)").VerifyAsync(Published("string A", "public sealed record V1(long A, string {|EVG6001:B|}); [EventUpgrade] public static Placed From(V1 old) => new(\"\");"));

        Assert.Equal(
            "Event 'Shop.Placed' in version 1, 'V1': the part 'B' is new and required, so this code cannot read what was written before; take the change back: the older payload stays what was written",
            Assert.Single(reported).GetMessage());
    }

    [Fact, Fires("EVG1007")]
    public async Task OlderPayloadThatNoContextLists_IsReported()
    {
        var reported = await s_events.VerifyAsync(
            "namespace Shop; [Event(Version = 2)] public record Placed(string A) { public record {|EVG1007:V1|}(int A); [EventUpgrade] public static Placed From(V1 old) => new(\"\"); } "
            + "[System.Text.Json.Serialization.JsonSerializable(typeof(Placed))] partial class ShopJson : System.Text.Json.Serialization.JsonSerializerContext;");

        Assert.Equal(
            "Event 'Shop.Placed' upgrades from version 1, but no JsonSerializerContext of its project lists 'Shop.Placed.V1'; add '[JsonSerializable(typeof(Shop.Placed.V1))]' to 'Shop.ShopJson'",
            Assert.Single(reported).GetMessage());
    }

    [Fact, Silent("EVG1007")]
    public Task OlderPayloadOfAnEventWithoutJson_IsNotReported() =>
        s_events.VerifyAsync("namespace Shop; [Event(Version = 2)] public record Placed(string A) { public record V1(int A); [EventUpgrade] public static Placed From(V1 old) => new(\"\"); }");

    [Theory, Fires("EVG1011")]
    [InlineData("public static class Other { [{|EVG1011:EventUpgrade|}] public static Placed From(Placed.V1 old) => new(1); }")]
    [InlineData("public static class Other { public static void M() { [{|EVG1011:EventUpgrade|}] static Placed From(Placed.V1 old) => new(1); From(new(1)); } }")]
    public async Task UpgradeOutsideOfAnEvent_IsReported(string source) =>
        Assert.Contains("in no event; move the method into the event that it makes", Assert.Single(await s_misplaced.VerifyAsync($"{Event("")} {source}")).GetMessage());

    [Fact]
    public void Acceptance_KeepsOlderVersions_WithTheirKey_AndThoseThatAreReadNoMore()
    {
        var first = EventContracts.ContractSource.Read("public record Placed(int A);");
        var accepted = first with { Versions = [first.Versions[0] with { Key = "A" }, first.Versions[0] with { Number = 2 }] };
        var current = first with { Versions = [first.Versions[0], first.Versions[0] with { Number = 3 }] };

        Assert.Equal([(1, "A"), (2, ""), (3, "")], ContractUpdate.Accept(accepted, current).Versions.Select(static version => (version.Number, version.Key)));
    }

    private static AnalyzerHarness Over(Func<Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer> create) => new(create)
    {
        Project = Project.Setup,
        Generators = [static () => new EventGenGenerator(), TargetingPack.CreateJsonGenerator],
    };

    private static AnalyzerHarness Accepted(string source) => s_contracts with
    {
        AdditionalFiles = [new SourceFile(ContractFile.Name, ContractFileWriter.Write(new ContractFile("Shop", [EventContracts.ContractSource.Read($"public {source};")])))],
    };

    private static string Event(string members) =>
        $"namespace Shop; public record Line(int A); [Event(Version = 3)] public record Placed(int A) {{ public record V1(int A); public record V2(int A); public record V3(int A); {members} }}";

    private static string Published(string parts, string members) =>
        $"namespace Shop; [Event(\"order.placed\", Version = 2), PublishTo(\"redis\")] public record Placed({parts}) {{ {members} }} [{Listed}] partial class ShopJson : System.Text.Json.Serialization.JsonSerializerContext;";
}
