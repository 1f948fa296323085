using System.Text.RegularExpressions;
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
    [InlineData("class Placed([Sensitive] string card) { public string Card { get; } = card; }", "Sensitive = [\"Card\"]")]
    [InlineData("record Placed(Payer Payer); public class Payer([Sensitive] string email) { public string Email => email; }", "Sensitive = [\"Payer/Email\"]")]
    [InlineData("record Placed([field: Sensitive] string Card) { [field: Sensitive] public string Pin { get; init; } = \"\"; }", "Sensitive = [\"Card\", \"Pin\"]")]
    [InlineData("record Placed(string Card) : Base { public override string Card { get; } = Card; } public abstract record Base { [Sensitive] public abstract string Card { get; } }", "Sensitive = [\"Card\"]")]
    [InlineData("record Placed(string Card) : ICard; public interface ICard { [Sensitive] string Card { get; } }", "Sensitive = [\"Card\"]")]
    [InlineData("record Placed(int Number, string Card) : Base(Card); public abstract record Base(string Card) : ICard; public interface ICard : ICardNumber; public interface ICardNumber { [Sensitive] string Card { get; } }", "Sensitive = [\"Card\"]")]
    [InlineData("record Placed(ICard Card); public interface ICard : INumber { int Year { get; } } public interface INumber { [Sensitive] string Number { get; } }", "Sensitive = [\"Card/Number\"]")]
    [InlineData("record Placed(KeyValuePair<string, Card>[] Cards, Lazy<List<Card>> Late, (int Id, Card? Card) Pair); public record Card([property: Sensitive] string Number)", "Sensitive = [\"Cards/[]\", \"Late\", \"Pair\"]")]
    [InlineData("record Placed(Card One, [property: System.Text.Json.Serialization.JsonConverter(typeof(Written))] Payer[] Two); [System.Text.Json.Serialization.JsonConverter(typeof(Written))] public record Card([property: Sensitive] string Number); public record Payer([property: Sensitive] string Email); public class Written", "Sensitive = [\"One\", \"Two\"]")]
    [InlineData("record Placed(Card One, [property: System.Text.Json.Serialization.JsonConverter(typeof(Written))] int[] Two, [property: Sensitive] int A); [System.Text.Json.Serialization.JsonConverter(typeof(Written))] public record Card(string Number); public class Written", "Sensitive = [\"A\"]")]
    [InlineData("record Placed(IEnumerable<Card> Cards, IReadOnlyDictionary<string, Card> Map, Tree Tree); public record Card([property: Sensitive] string Number); public class Tree : List<Tree> { [Sensitive] public int Unwritten { get; set; } }", "Sensitive = [\"Cards/[]/Number\", \"Map/[]/Number\"]")]
    [InlineData("record Placed([property: Sensitive] int A, B B); public record B(C C, Placed? Again); public record C(B? B)", "Sensitive = [\"A\", \"B/Again\", \"B/C/B\"]")]
    public void Paths_LeadToEveryPart(string source, string expected)
    {
        string generated = Project.Generator.Run($"namespace Shop; [Event] public {source};").Sources["Events.Placed.g.cs"];

        Assert.Contains($"{expected},", generated);
        Assert.Contains("HasSensitiveParts = true,", generated);
    }

    // Entities refer to each other, so that one stands in another at more paths than any compiler has time for.
    [Fact]
    public void PathsThroughEntities_EndEarly_AndHideWhatIsFurtherInside()
    {
        string[] paths = Paths($"record Placed(E0 A); {string.Join(" ", Entities(mark: "[Sensitive]"))}");

        Assert.Contains("A/P0", paths);
        Assert.Contains("A/P7/Note", paths);
        Assert.DoesNotContain("A", paths);
        Assert.InRange(paths.Length, 100, 2000);
        Assert.Empty(Paths($"record Placed(E0 A); {string.Join(" ", Entities(mark: ""))}"));
    }

    [Fact]
    public void PathsThroughATypeThatHoldsEverLargerOnes_EndToo()
    {
        string[] paths = Paths("record Placed(Node<int> A); public class Node<T> { public Node<Node<T>>? Inner { get; set; } [Sensitive] public string Note { get; set; } = \"\"; }");

        Assert.Contains("A/Note", paths);
        Assert.Contains("A/Inner/Inner/Note", paths);
        Assert.Single(paths, static path => path.EndsWith("/Inner", StringComparison.Ordinal));
        Assert.Empty(Paths("record Placed(Node<int> A); public class Node<T> { public Node<Node<T>>? Inner { get; set; } }"));
    }

    private static IEnumerable<string> Entities(string mark) => Enumerable.Range(0, 14).Select(entity =>
        $"public class E{entity} {{ {string.Concat(Enumerable.Range(0, 14).Select(static other => $"public E{other}? P{other} {{ get; set; }} "))} {(entity == 7 ? mark : "")} public string Note {{ get; set; }} = \"\"; }}");

    private static string[] Paths(string source)
    {
        string generated = Project.Generator.Run($"namespace Shop; [Event] public {source}").Sources["Events.Placed.g.cs"];
        return [.. Regex.Matches(Regex.Match(generated, "Sensitive = \\[(.*)\\],").Groups[1].Value, "\"([^\"]*)\"").Select(static path => path.Groups[1].Value)];
    }

    [Fact]
    public void PathsOfOlderPayloads_AreThereToo() => Assert.Contains(
        "Sensitive = [\"Card\", \"Pan\"],",
        Project.Generator.Run("namespace Shop; [Event(Version = 2)] public record Placed([property: Sensitive] string Card) { public record V1([property: Sensitive] string Pan); [EventUpgrade] public static Placed From(V1 old) => new(old.Pan); }").Sources["Events.Placed.g.cs"]);

    [Fact]
    public void WithoutSensitiveParts_NothingIsGenerated() =>
        Assert.DoesNotContain("Sensitive", Project.Generator.Run("namespace Shop; [Event] public record Placed(int A, Dictionary<string, Uri> B);").Sources["Events.Placed.g.cs"]);
}
