using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Tests.EventContracts;

/// <summary>What each kind of part is in the contract file.</summary>
public sealed class SchemaTests
{
    [Theory]
    [InlineData("record Placed(int A)", "\"A\": { \"type\": \"integer\", \"format\": \"int32\" }")]
    [InlineData("record Placed(decimal? A)", "\"A\": { \"type\": [\"number\", \"null\"], \"format\": \"decimal\" }")]
    [InlineData("record Placed(string A)", "\"A\": { \"type\": \"string\" }")]
    [InlineData("record Placed(string? A)", "\"A\": { \"type\": [\"string\", \"null\"] }")]
    [InlineData("record Placed(Guid A)", "\"A\": { \"type\": \"string\", \"format\": \"uuid\" }")]
    [InlineData("record Placed(DateTime A, DateTimeOffset B)", "\"A\": { \"type\": \"string\", \"format\": \"datetime\" }, \"B\": { \"type\": \"string\", \"format\": \"date-time\" }")]
    [InlineData("record Placed(byte[] A)", "\"A\": { \"type\": \"string\", \"format\": \"base64\" }")]
    [InlineData("record Placed(IReadOnlyList<string?> A)", "\"A\": { \"type\": \"array\", \"items\": { \"type\": [\"string\", \"null\"] } }")]
    [InlineData("record Placed(Dictionary<int, bool> A)", "\"A\": { \"type\": \"object\", \"additionalProperties\": { \"type\": \"boolean\" }, \"propertyNames\": { \"type\": \"string\", \"format\": \"int32\" } }")]
    [InlineData("record Placed(object A, JsonElement B)", "\"A\": {}, \"B\": {}")]
    [InlineData("record Placed(Line? A); public record Line(int B)", "\"A\": { \"anyOf\": [{ \"$ref\": \"#/$defs/Line\" }, { \"type\": \"null\" }] }")]
    [InlineData("record Placed([property: JsonConverter(typeof(Own))] int A); public class Own : JsonConverter<int> { public override int Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => 0; public override void Write(Utf8JsonWriter w, int v, JsonSerializerOptions o) { } }", "\"A\": { \"converter\": \"Shop.Own\" }")]
    [InlineData("record Placed([property: JsonPropertyName(\"b\")] int A)", "\"b\": { \"type\": \"integer\", \"format\": \"int32\" }")]
    [InlineData("record Placed([property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] int A)", "\"A\": { \"type\": \"string\", \"format\": \"int32\" }")]
    [InlineData("enum State { Open, Closed } public record Placed(State A)", "\"State\": { \"type\": \"integer\", \"anyOf\": [ { \"const\": 0, \"title\": \"Open\" }, { \"const\": 1, \"title\": \"Closed\" } ] }")]
    [InlineData("enum State { Open, [JsonStringEnumMemberName(\"shut\")] Closed } public record Placed([property: JsonConverter(typeof(JsonStringEnumConverter<State>))] State A)", "\"State\": { \"type\": \"string\", \"enum\": [ \"Open\", \"shut\" ] }")]
    [InlineData("record Placed(Pet A); [JsonPolymorphic(TypeDiscriminatorPropertyName = \"kind\"), JsonDerivedType(typeof(Dog), \"dog\")] public abstract record Pet; public record Dog(int Age) : Pet", "\"Pet\": { \"discriminator\": \"kind\", \"anyOf\": [ { \"$ref\": \"#/$defs/Dog\", \"required\": [\"kind\"], \"properties\": { \"kind\": { \"const\": \"dog\" } } } ] }")]
    public void Part_IsWrittenAsItIsOnTheWire(string source, string expected) => Assert.Contains(expected, ContractSource.Text($"public {source};"));

    [Theory]
    [InlineData("record Placed(int A, string B, string? C, int? D, string E = \"\")", "", "A, B")]
    [InlineData("class Placed { public string A { get; set; } = \"\"; public string? B { get; init; } public required string? C { get; init; } [JsonRequired] public int? D { get; set; } }", "", "A, C, D")]
    [InlineData("class Placed { public int A { get; } public int B => 1; public int C { get; init; } }", "", "C")]
    [InlineData("record Placed(int A, string B)", "[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]", "B")]
    [InlineData("record Placed([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int A, int B)", "", "B")]
    [InlineData("record Placed(int A, int? B, int? C = null)", "[JsonSourceGenerationOptions(RespectRequiredConstructorParameters = true)]", "A, B")]
    [InlineData("class Placed { [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public Placed(string? a) => A = a; public required string? A { get; init; } public int B { get; init; } }", "", "B")]
    public void Part_IsRequired_WhereTheSerializerOrTheAnnotationsDemandIt(string source, string settings, string required) =>
        Assert.Contains($"\"required\": [\"{required.Replace(", ", "\", \"", StringComparison.Ordinal)}\"]", ContractSource.Text($"public {source};", settings));

    [Fact]
    public void ProjectWithoutNullable_AllowsNull_AndRequiresValuesAlone()
    {
        string text = ContractSource.Text("public record Placed(string A, int B);", nullable: NullableContextOptions.Disable);

        Assert.Contains("\"required\": [\"B\"]", text);
        Assert.Contains("\"A\": { \"type\": [\"string\", \"null\"] }", text);
    }

    [Theory]
    [InlineData("record Placed([property: JsonIgnore] int A, int B)")]
    [InlineData("class Placed { public int B { get; set; } internal int A { get; set; } public static int C { get; set; } public int D; public int this[int index] => index; }")]
    [InlineData("class Placed { public int B { get; set; } [JsonExtensionData] public Dictionary<string, JsonElement>? A { get; set; } }")]
    public void PartThatIsNotOnTheWire_IsLeftOut(string source) =>
        Assert.Contains("\"properties\": { \"B\": { \"type\": \"integer\", \"format\": \"int32\" } }", ContractSource.Text($"public {source};"));

    [Theory]
    [InlineData("[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] public record Placed(int A);", "")]
    [InlineData("public record Placed(int A);", "[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]")]
    public void ReaderThatRejectsUnknownParts_IsRecorded(string source, string settings) => Assert.Contains("\"additionalProperties\": false", ContractSource.Text(source, settings));

    [Fact]
    public void TypeThatHoldsItself_IsDefinedOnce() =>
        Assert.Contains("\"Next\": { \"anyOf\": [{ \"$ref\": \"#/$defs/Placed\" }, { \"type\": \"null\" }] }", ContractSource.Text("public record Placed { public Placed? Next { get; init; } }"));

    [Fact]
    public void GenericTypeWithoutAnEnd_IsCutOff() =>
        Assert.Contains("\"Next\": {}", ContractSource.Text("public record Placed(Box<int> A); public class Box<T> { public Box<Box<T>>? Next { get; set; } }"));

    [Theory]
    [InlineData("public class Tree : Dictionary<string, Tree>;", "\"type\": \"object\", \"additionalProperties\": {}")]
    [InlineData("public class Tree : List<List<Tree>>;", "\"type\": \"array\", \"items\": {}")]
    [InlineData("public class Tree : Larger<int>; public class Larger<T> : List<Larger<List<T>>>;", "\"type\": \"array\", \"items\": {}")]
    [InlineData("public struct Tree : IEnumerable<Tree?> { public IEnumerator<Tree?> GetEnumerator() => null!; System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => null!; }", "\"type\": \"array\", \"items\": {}")]
    [InlineData("public class Tree : List<Node>; public record Node(Tree? Inside);", "\"type\": \"array\", \"items\": { \"$ref\": \"#/$defs/Node\" }")]
    public void CollectionThatHoldsItself_IsCutOff(string source, string expected) =>
        Assert.Contains($"\"A\": {{ {expected} }}", ContractSource.Text($"public record Placed(Tree A); {source}"));
}
