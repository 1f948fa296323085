using EventGen.EventContracts;
using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;

namespace EventGen.Generators.Tests.Analyzers;

/// <summary>What the analyzer reports, whether it reads the payloads or takes them from what the generator wrote.</summary>
/// <param name="isEditor">Whether the sources are open in an editor.</param>
public abstract class ContractAnalyzerSuite(bool isEditor)
{
    private const string Json = " [System.Text.Json.Serialization.JsonSerializable(typeof(Placed))] partial class ShopJson : System.Text.Json.Serialization.JsonSerializerContext;";

    private readonly AnalyzerHarness _contracts = new(static () => new ContractAnalyzer())
    {
        Project = Project.Setup,
        Generators = [static () => new EventGenGenerator(), TargetingPack.CreateJsonGenerator],
        IsEditor = isEditor,
    };

    [Theory, Fires("EVG6001")]
    [InlineData("record Placed(int A)", "record Placed(int A, string {|EVG6001:B|})", "the part 'B' is new and required, so this code cannot read what was written before; make the part optional, or raise the event's Version")]
    [InlineData("record Placed(int A, string B)", "record {|EVG6001:Placed|}(int A)", "the part 'B' was removed, so older code cannot read what this code writes; take the change back, or raise the event's Version")]
    [InlineData("record Placed(int A)", "record Placed(long {|EVG6001:A|})", "the part 'A' was a number (int32) and is a number (int64), so older code cannot read what this code writes; take the change back, or raise the event's Version")]
    [InlineData("record Placed(int Amount)", "record Placed([property: System.Text.Json.Serialization.JsonPropertyName(\"sum\")] int {|EVG6001:Amount|})", "the part 'Amount' is called 'sum' now, so old and new code cannot read each other's messages; keep the name with [JsonPropertyName(\"Amount\")], or raise the event's Version")]
    public async Task ChangeThatBreaks_IsReported_AtThePart(string old, string @new, string message)
    {
        var reported = await With(old).VerifyAsync(Published(@new));

        Assert.Equal($"Event 'Shop.Placed': {message}", Assert.Single(reported).GetMessage());
    }

    [Fact, Fires("EVG6001")]
    public async Task ChangeOfANestedType_IsReportedAtTheEventsPart_AndPointsToTheOther()
    {
        var reported = await With("record Placed(Line[] Lines)", "public record Line(int A);").VerifyAsync(
            Published("record Placed(Line[] {|EVG6001:Lines|})"), new SourceFile("Line.cs", "namespace Shop; public record Line(int A, int B);"));

        Assert.StartsWith("Event 'Shop.Placed': the part 'Lines[].B' is new and required", Assert.Single(reported).GetMessage());
        Assert.Equal("Line.cs", Assert.Single(reported[0].AdditionalLocations).SourceTree!.FilePath);
    }

    [Fact, Fires("EVG6001")]
    public async Task IdThatChanged_IsReported_AtTheMark()
    {
        var reported = await With("record Placed(int A)").VerifyAsync($"namespace Shop; [{{|EVG6001:Event(\"order.put\")|}}, PublishTo(\"redis\")] public record Placed(int A);{Json}");

        Assert.Equal("Event 'Shop.Placed': the id was 'order.placed' and is 'order.put', so old and new code cannot read each other's messages; keep the id 'order.placed' in [Event], or declare a new event beside this one", Assert.Single(reported).GetMessage());
    }

    [Fact, Fires("EVG6001")]
    public async Task IdsThatWereSwapped_AreReported_AtBothMarks()
    {
        const string Both = "[System.Text.Json.Serialization.JsonSerializable(typeof(Placed)), System.Text.Json.Serialization.JsonSerializable(typeof(Shipped))] partial class ShopJson : System.Text.Json.Serialization.JsonSerializerContext;";
        var placed = Contract("record Placed(int A)", "");

        var reported = await WithFile(new ContractFile("Shop", [placed, placed with { Id = "order.shipped", Type = "Shop.Shipped" }])).VerifyAsync(
            $"namespace Shop; [{{|EVG6001:Event(\"order.shipped\")|}}, PublishTo(\"redis\")] public record Placed(int A); [{{|EVG6001:Event(\"order.placed\")|}}, PublishTo(\"redis\")] public record Shipped(int A); {Both}");

        Assert.Contains(reported, static one => one.GetMessage().StartsWith("Event 'Shop.Placed': the id was 'order.placed' and is 'order.shipped'", StringComparison.Ordinal));
        Assert.Contains(reported, static one => one.GetMessage().StartsWith("Event 'Shop.Shipped': the id was 'order.shipped' and is 'order.placed'", StringComparison.Ordinal));
    }

    [Fact, Fires("EVG6001")]
    public Task VersionThatWasLowered_IsReported_AtTheMark() =>
        With("record Placed(int A)", version: 2).VerifyAsync($"namespace Shop; [{{|EVG6001:Event(\"order.placed\")|}}, PublishTo(\"redis\")] public record Placed(int A);{Json}");

    [Theory, Silent("EVG6001")]
    [InlineData("Backward", "record Placed(int A, string B)", "record {|EVG6002:Placed|}(int A)")]
    [InlineData("Forward", "record Placed(int A)", "record {|EVG6002:Placed|}(int A, string B)")]
    [InlineData("None", "record Placed(int A)", "record {|EVG6002:Placed|}(string A)")]
    public Task ChangeThatTheProjectDoesNotPromiseToAvoid_IsASuggestion(string compatibility, string old, string @new) =>
        With(old).VerifyAsync($"[assembly: EventGenOptions(Compatibility = EventCompatibility.{compatibility})] {Published(@new)}");

    [Theory, Fires("EVG6002")]
    [InlineData("record Placed(int A)", "record {|EVG6002:Placed|}(int A, string? B)", "The event 'Shop.Placed' has changed compatibly: the part 'B' is new; accept it into 'eventgen.contracts.json'")]
    [InlineData("record Placed(int A, string? B, string? C)", "record {|EVG6002:Placed|}(int A)", "The event 'Shop.Placed' has changed compatibly: the part 'B' was removed, and 1 more; accept it into 'eventgen.contracts.json'")]
    public async Task CompatibleChange_IsSuggested(string old, string @new, string message) =>
        Assert.Equal(message, Assert.Single(await With(old).VerifyAsync(Published(@new))).GetMessage());

    [Fact, Fires("EVG6002")]
    public async Task NewEvent_IsSuggested() => Assert.Equal(
        "The event 'Shop.Placed' is new; accept it into 'eventgen.contracts.json'",
        Assert.Single(await WithFile(new ContractFile("Shop", [])).VerifyAsync(Published("record {|EVG6002:Placed|}(int A)"))).GetMessage());

    [Fact, Fires("EVG6002")]
    public Task WithoutAFile_OneEventIsReported() => _contracts.VerifyAsync(
        $"namespace Shop; [Event, PublishTo(\"a\")] public record {{|EVG6002:Cancelled|}}; [Event, PublishTo(\"a\")] public record Placed; [Event, PublishTo(\"a\")] public record Aborted; {Json.Replace("[System", "[System.Text.Json.Serialization.JsonSerializable(typeof(Cancelled)), System", StringComparison.Ordinal)}");

    [Theory, Silent("EVG6002")]
    [InlineData("[Event(\"order.placed\"), PublishTo(\"redis\")] public record Placed(int A);" + Json)]
    [InlineData("[Event(\"order.placed\"), Durable] public record Placed(int A);" + Json)]
    [InlineData("[EventGroup] [PublishTo(\"redis\")] public interface ITracked; [Event(\"order.placed\")] public record Placed(int A) : ITracked;" + Json)]
    public Task EventThatIsAsItsContractSays_IsNotReported(string source) => With("record Placed(int A)").VerifyAsync($"namespace Shop; {source}");

    [Theory, Silent("EVG6002")]
    [InlineData("[Event] public record Local(int A);" + Json)]
    [InlineData("[Event, PublishTo(\"redis\")] public record Unlisted(int A);")]
    public Task EventWithoutAContract_IsNotReported(string source) => _contracts.VerifyAsync($"namespace Shop; {source.Replace("Placed", "Local", StringComparison.Ordinal)}");

    [Fact, Fires("EVG6002")]
    public Task WithScopeAll_AnEventThatIsNotPublishedHasAContract() => _contracts.VerifyAsync(
        $"[assembly: EventGenOptions(Contracts = ContractScope.All)] namespace Shop; [Event] public record {{|EVG6002:Placed|}}(int A);{Json}");

    [Fact, Fires("EVG6003")]
    public async Task EventThatIsDeclaredNoMore_IsReported_InTheFile()
    {
        var found = Assert.Single(await With("record Placed(int A)").ReportedAsync("namespace Shop; public record Placed(int A);"));

        Assert.Equal(("EVG6003", 4), (found.Id, found.Location.GetLineSpan().StartLinePosition.Line));
        Assert.Equal("The contract file has the event 'order.placed', which nothing in the project declares; declare it again, or accept that it was removed", found.GetMessage());
    }

    [Theory, Silent("EVG6003")]
    [InlineData("[Event(\"order.placed\")] public record Placed(int A);")]   // declared, but published no more
    [InlineData("\n#if NET8_0\n[Event(\"order.placed\"), PublishTo(\"redis\")] public record Placed(int A);\n#endif\n")]   // for another target framework
    public async Task EventThatIsDeclaredSomewhere_IsNotReported(string source) => Assert.Empty(await With("record Placed(int A)").ReportedAsync($"namespace Shop; {source}"));

    [Fact, Silent("EVG6003")]
    public async Task EventThatIsRecordedAsRemoved_IsNotReported() =>
        Assert.Empty(await WithFile(ContractUpdate.Remove(new ContractFile("Shop", [Contract("record Placed(int A)", "")]), "order.placed")).ReportedAsync("namespace Shop; public record Placed(int A);"));

    [Theory, Fires("EVG6004")]
    [InlineData("{", 0, "The contract file ends in the middle; correct this line, or take the file as it was committed last")]
    [InlineData("{\n<<<<<<< HEAD\n", 1, "The contract file has the conflict markers of a merge; keep the lines of both sides, or take one side and accept the changes of the other again")]
    [InlineData("{\n  \"format\": 2,\n", 2, "The contract file ends in the middle; correct this line, or take the file as it was committed last")]
    [InlineData("{\n  \"format\": 2 }", 1, "The contract file has the format 2, and this version of EventGen reads 1; use the version of EventGen that wrote it, or a newer one")]
    [InlineData("{ \"format\": 1, \"assembly\": \"Shop\",\n \"events\": {\n\"a\": {},\n\"a\": {} } }", 3, "The contract file has 'a' twice; correct this line, or take the file as it was committed last")]
    [InlineData("{ \"format\": 1,\n \"assembly\": \"Desk\", \"events\": {} }", 1, "The contract file is the one of the assembly 'Desk', and this is 'Shop'; give each project a file of its own, or correct the name when the assembly was renamed")]
    public async Task FileThatCannotBeRead_IsReported_AtItsLine_AndNothingElse(string text, int line, string message)
    {
        var found = Assert.Single(await WithText(text).ReportedAsync(Published("record Placed(int A)")));

        Assert.Equal(("EVG6004", line, message), (found.Id, found.Location.GetLineSpan().StartLinePosition.Line, found.GetMessage()));
    }

    [Fact, Fires("EVG6004")]
    public async Task FileOf10MB_IsReported() => Assert.StartsWith(
        "The contract file has 10 million characters, and 8 are the most that are read", Assert.Single(await WithText(new string('x', 10 * 1024 * 1024)).ReportedAsync(Published("record Placed(int A)"))).GetMessage());

    [Fact, Fires("EVG6004")]
    public async Task SecondFile_IsReported()
    {
        var harness = With("record Placed(int A)");
        harness = harness with { AdditionalFiles = [.. harness.AdditionalFiles, harness.AdditionalFiles[0] with { Path = "Sub/eventgen.contracts.json" }] };

        Assert.Equal("EVG6004", Assert.Single(await harness.ReportedAsync(Published("record Placed(int A)"))).Id);
    }

    [Fact, Fires("EVG6001", "EVG6002")]
    public async Task AmongEventsThatAreAsTheirContractsSay_OthersAreFound()
    {
        var other = EventContracts.ContractSource.Read("public record Placed(int A);");
        string file = ContractFileWriter.Write(new ContractFile("Shop", [Contract("record Placed(int A)", ""), other with { Id = "order.sent", Type = "Shop.Sent" }, other with { Id = "order.shown", Type = "Shop.Shown" }]));

        await WithText(file).VerifyAsync(
            "namespace Shop; [Event(\"order.placed\"), PublishTo(\"redis\")] public record Placed(int A);"
            + "[Event(\"order.sent\"), PublishTo(\"redis\")] public record Sent(long {|EVG6001:A|}); [Event(\"order.shown\"), PublishTo(\"redis\")] public record {|EVG6002:Shown|}(int A, int? B);"
            + Json.Replace("[System", "[System.Text.Json.Serialization.JsonSerializable(typeof(Sent)), System.Text.Json.Serialization.JsonSerializable(typeof(Shown)), System", StringComparison.Ordinal));
    }

    [Fact, Fires("EVG6003")]
    public async Task EventThatIsDeclaredNoMore_IsReportedAtItsLine_AfterOthers()
    {
        var placed = Contract("record Placed(int A)", "");
        string file = ContractFileWriter.Write(new ContractFile("Shop", [placed, placed with { Id = "order.gone", Type = "Shop.Gone" }, placed with { Id = "order.last", Type = "Shop.Placed" }]));

        var reported = await WithText(file).ReportedAsync(Published("record Placed(int A)"));

        string[] lines = file.Split('\n');
        Assert.Equal(["order.gone", "order.last"], reported.Select(found => lines[found.Location.GetLineSpan().StartLinePosition.Line].Trim().Split('"')[1]));
    }

    [Fact, Fires("EVG6001")]
    public Task SecondEventOfAnId_IsComparedToo() => With("record Placed(int A)").VerifyAsync(
        $"namespace Shop; [Event(\"order.placed\"), PublishTo(\"redis\")] public record Placed(int A); [Event(\"order.placed\"), PublishTo(\"redis\")] public record Put(long {{|EVG6001:A|}});{Json.Replace("[System", "[System.Text.Json.Serialization.JsonSerializable(typeof(Put)), System", StringComparison.Ordinal)}");

    [Fact, Fires("EVG6002")]
    public Task PartThatAnotherGeneratorWrites_IsCompared()
    {
        var harness = With("record Placed(int A)");
        harness = harness with { Generators = [.. harness.Generators, static () => new TextGenerator("Part.g.cs", "namespace Shop;\n#nullable enable\n#pragma warning disable CS1591\npublic partial record Placed { public long? B { get; init; } }")] };

        return harness.VerifyAsync($"namespace Shop; [Event(\"order.placed\"), PublishTo(\"redis\")] public partial record {{|EVG6002:Placed|}}(int A);{Json}");
    }

    [Theory, Silent("EVG6002")]
    [InlineData("\n", "\r\n")]
    [InlineData("\n", "\t\n  ")]
    [InlineData("\n", " ")]
    public async Task Layout_DoesNotMatter(string from, string to) =>
        Assert.Empty(await WithText(ContractFileWriter.Write(new ContractFile("Shop", [Contract("record Placed(int A, string? B = null)", "")])).Replace(from, to, StringComparison.Ordinal)).ReportedAsync(Published("record Placed(int A, string? B = null)")));

    [Theory, Fires("EVG6004")]
    [InlineData("\"int32\"", "\"int32", 15)]
    [InlineData("\"format\": 1", "\"format\": 2", 1)]
    [InlineData("\"assembly\": \"Shop\"", "\"assembly\": \"Desk\"", 2)]
    [InlineData("\"properties\": {", "\"properties\": {\n<<<<<<< HEAD", 15)]
    public async Task DamageToAFileThatIsOtherwiseAsDeclared_IsReportedAtItsLine(string from, string to, int line)
    {
        string file = ContractFileWriter.Write(new ContractFile("Shop", [Contract("record Placed(int A)", "")]));
        int at = file.IndexOf(from, StringComparison.Ordinal);

        var found = Assert.Single(await WithText(file.Remove(at, from.Length).Insert(at, to)).ReportedAsync(Published("record Placed(int A)")));

        Assert.Equal(("EVG6004", line), (found.Id, found.Location.GetLineSpan().StartLinePosition.Line));
    }

    [Fact, Silent("EVG6004")]
    public Task OtherFiles_AreNotRead() => (_contracts with { AdditionalFiles = [new SourceFile("other.json", "{"), With("record Placed(int A)").AdditionalFiles[0]] }).VerifyAsync(Published("record Placed(int A)"));

    private AnalyzerHarness With(string old, string beside = "", int version = 1) => WithFile(new ContractFile("Shop", [Contract(old, beside, version)]));

    private AnalyzerHarness WithFile(ContractFile file) => WithText(ContractFileWriter.Write(file));

    private AnalyzerHarness WithText(string text) => _contracts with { AdditionalFiles = [new SourceFile(ContractFile.Name, text)] };

    private static EventContract Contract(string source, string beside, int version = 1)
    {
        var contract = EventContracts.ContractSource.Read($"public {source}; {beside}");
        return contract with { Versions = [contract.Versions[0] with { Number = version }] };
    }

    private static string Published(string source) => $"namespace Shop; [Event(\"order.placed\"), PublishTo(\"redis\")] public {source};{Json}";
}
