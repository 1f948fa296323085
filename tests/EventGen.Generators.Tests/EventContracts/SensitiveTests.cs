using EventGen.EventContracts;

namespace EventGen.Generators.Tests.EventContracts;

/// <summary>Sensitive parts are marked in the contract file and the exported schema, and found wherever a payload holds them.</summary>
public sealed class SensitiveTests
{
    private const string Source = "public record Placed([Sensitive] object Any, [property: Sensitive] string Card, [property: Sensitive] Line? Line, int Number); public record Line(int A);";

    [Fact]
    public void Parts_AreMarkedInTheFile_AndReadBack()
    {
        var contract = ContractSource.Read(Source);
        string text = ContractFileWriter.Write(new ContractFile("Shop", [contract]));

        Assert.Contains("\"Any\": { \"x-sensitive\": true }", text);
        Assert.Contains("\"Card\": { \"type\": \"string\", \"x-sensitive\": true }", text);
        Assert.Contains("\"Line\": { \"anyOf\": [{ \"$ref\": \"#/$defs/Line\" }, { \"type\": \"null\" }], \"x-sensitive\": true }", text);
        Assert.Contains("\"Number\": { \"type\": \"integer\", \"format\": \"int32\" }", text);
        var read = ContractFileReader.Read(text);
        Assert.Equal(text, ContractFileWriter.Write(read));
        Assert.Empty(ContractComparison.Compare(read.Events[0].Versions[0], contract.Versions[0]));
        Assert.Contains("\"x-sensitive\": true", JsonSchemaWriter.Write("order.placed", contract.Versions[0]));
    }

    [Theory]
    [InlineData("int A", "[Sensitive] int A", "the part 'A' is sensitive now")]
    [InlineData("[Sensitive] int A", "int A", "the part 'A' is not sensitive any more")]
    public void Mark_MayComeAndGo(string old, string @new, string fact) => Assert.Equal(
        [new ContractChange(fact, BreaksBackward: false, BreaksForward: false)],
        ContractComparison.Compare(ContractSource.Read($"public record Placed({old});").Versions[0], ContractSource.Read($"public record Placed({@new});").Versions[0])
            .Select(static change => new ContractChange(change.Fact, change.BreaksBackward, change.BreaksForward)));

    [Theory]
    [InlineData("record Placed([Sensitive] string A, int B)", "Sensitive = [\"A\"]")]
    [InlineData("record Placed { [Sensitive] public string A { get; init; } = \"\"; [Sensitive, System.Text.Json.Serialization.JsonPropertyName(\"a/b~\")] public string B { get; init; } = \"\"; }", "Sensitive = [\"=a~1b~0\", \"A\"]")]
    [InlineData("record Placed(Inner[] List, Dictionary<string, List<Inner?>> Map, Inner? One, Value? Two); public record Inner(int A, [property: Sensitive] string B); public record struct Value([property: Sensitive] int C)", "Sensitive = [\"List/[]/B\", \"Map/[]/[]/B\", \"One/B\", \"Two/C\"]")]
    [InlineData("record Placed(Node Root); public record Node([property: Sensitive] string Name, Node? Next, List<Node> Others)", "Sensitive = [\"Root/Name\", \"Root/Next\", \"Root/Others/[]\"]")]
    [InlineData("record Placed(Node Root, [property: Sensitive] int A); public record Node(int Number, Node? Next)", "Sensitive = [\"A\"]")]
    [InlineData("record Placed(Shape Shape); [System.Text.Json.Serialization.JsonDerivedType(typeof(Circle), 1)] public record Shape; public record Circle([property: Sensitive] int Radius) : Shape", "Sensitive = [\"Shape/Radius\"]")]
    public void Paths_LeadToEveryPart(string source, string expected)
    {
        string generated = Project.Generator.Run($"namespace Shop; [Event] public {source};").Sources["Events.Placed.g.cs"];

        Assert.Contains($"{expected},", generated);
        Assert.Contains("HasSensitiveParts = true,", generated);
    }

    [Fact]
    public void PathsOfOlderPayloads_AreThereToo() => Assert.Contains(
        "Sensitive = [\"Card\", \"Pan\"],",
        Project.Generator.Run("namespace Shop; [Event(Version = 2)] public record Placed([property: Sensitive] string Card) { public record V1([property: Sensitive] string Pan); [EventUpgrade] public static Placed From(V1 old) => new(old.Pan); }").Sources["Events.Placed.g.cs"]);

    [Fact]
    public void WithoutSensitiveParts_NothingIsGenerated() =>
        Assert.DoesNotContain("Sensitive", Project.Generator.Run("namespace Shop; [Event] public record Placed(int A, Dictionary<string, Uri> B);").Sources["Events.Placed.g.cs"]);
}
