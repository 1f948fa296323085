using EventGen.CodeFixes.Contracts;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Contracts;

public sealed class KeepContractFixTests
{
    private const string Json =
        """
        using System.Text.Json.Serialization;

        namespace Shop;

        [JsonSerializable(typeof(Placed))]
        internal sealed partial class ShopJson : JsonSerializerContext;

        """;

    private const string File =
        """
        {
          "format": 1, "assembly": "Shop",
          "events": { "order.placed": { "type": "Shop.Placed", "versions": { "1": { "schema": { "$ref": "#/$defs/Placed", "$defs": { "Placed": {
            "type": "object", "required": ["Amount", "Line"], "properties": {
              "Amount": { "type": "integer", "format": "int32" },
              "Note": { "type": ["string", "null"] },
              "Line": { "$ref": "#/$defs/Line" } } },
          "Line": { "type": "object", "required": ["Sku"], "properties": { "Sku": { "type": "string" } } } } } } } } }
        }
        """;

    private static readonly CodeFixHarness s_fix = Fixing.Of<ContractAnalyzer, KeepContractFix>() is var fix
        ? fix with { Analysis = fix.Analysis with { AdditionalFiles = [new SourceFile("eventgen.contracts.json", File)] } }
        : null!;

    [Theory]
    [InlineData("int Amount, string? Note, Line Line, int {|EVG6001:Count|}", "int Amount, string? Note, Line Line, int Count = default")]
    [InlineData("int Amount, string? Note, Line Line, string {|EVG6001:Text|}", "int Amount, string? Note, Line Line, string Text = \"\"")]
    [InlineData("int Amount, string? Note, Line Line, Uri {|EVG6001:Place|}", "int Amount, string? Note, Line Line, Uri? Place")]
    [InlineData("string {|EVG6001:Text|}, int {|EVG6001:Count|}, int Amount, string? Note, Line Line", "string? Text, int? Count, int Amount, string? Note, Line Line")]
    [InlineData("int {|EVG6001:Sum|}, string? Note, Line Line", "[property: System.Text.Json.Serialization.JsonPropertyName(\"Amount\")] int Sum, string? Note, Line Line")]
    [InlineData("[property: System.Text.Json.Serialization.JsonPropertyName(\"sum\")] int {|EVG6001:Amount|}, string? Note, Line Line", "[property: System.Text.Json.Serialization.JsonPropertyName(\"Amount\")] int Amount, string? Note, Line Line")]
    public Task Parameter_KeepsTheContract(string before, string after) => s_fix.VerifyAsync([Event(before), Line("string Sku"), Json], [Event(after), Line("string Sku"), Json]);

    [Fact]
    public Task Property_KeepsTheContract() => s_fix.VerifyAsync(
        [Event("int Amount, string? Note, Line Line", "public required string {|EVG6001:Text|} { get; init; }"), Line("string Sku"), Json],
        [Event("int Amount, string? Note, Line Line", "public string? Text { get; init; }"), Line("string Sku"), Json]);

    [Fact]
    public Task PartOfANestedType_IsMadeOptionalThere() => s_fix.VerifyAsync(
        [Event("int Amount, string? Note, Line {|EVG6001:Line|}"), Line("string Sku, int Count"), Json],
        [Event("int Amount, string? Note, Line Line"), Line("string Sku, int Count = default"), Json]);

    [Fact]
    public Task ChangeThatNothingUndoes_HasNoFix() => s_fix.VerifyNotOfferedAsync(Event("string {|EVG6001:Amount|}, string? Note, Line Line"), Line("string Sku"), Json);

    private static string Event(string parts, string property = "") => property.Length == 0
        ? $"namespace Shop;\n\n[Event(\"order.placed\"), PublishTo(\"redis\")]\npublic sealed record Placed({parts});\n"
        : $"namespace Shop;\n\n[Event(\"order.placed\"), PublishTo(\"redis\")]\npublic sealed record Placed({parts})\n{{\n    {property}\n}}\n";

    private static string Line(string parts) => $"namespace Shop;\n\npublic sealed record Line({parts});\n";
}
