using EventGen.CodeFixes.Contracts;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Contracts;

public sealed class AcceptContractFixTests
{
    private const string Json =
        """
        using System.Text.Json.Serialization;

        namespace Shop;

        [JsonSerializable(typeof(Placed))]
        internal sealed partial class ShopJson : JsonSerializerContext;

        """;

    private static readonly CodeFixHarness s_fix = Fixing.Of<ContractAnalyzer, AcceptContractFix>();

    [Fact]
    public Task WithoutAFile_OneIsMade() => s_fix.VerifyAsync([Event("{|EVG6002:Placed|}", "int A"), Json], [Event("Placed", "int A"), Json], [File("\"A\": { \"type\": \"integer\", \"format\": \"int32\" }", "A")]);

    [Fact]
    public Task CompatibleChange_IsTakenIntoTheFile() => With("\"A\": { \"type\": \"integer\", \"format\": \"int32\" }", "A").VerifyAsync(
        [Event("{|EVG6002:Placed|}", "int A, string? B"), Json], [Event("Placed", "int A, string? B"), Json],
        [File("\"A\": { \"type\": \"integer\", \"format\": \"int32\" },\n                  \"B\": { \"type\": [\"string\", \"null\"] }", "A")]);

    [Fact]
    public async Task LinesOfTheFile_EndAsTheyDid()
    {
        var file = File("\"A\": { \"type\": \"integer\", \"format\": \"int32\" }", "A");
        var harness = s_fix with { Analysis = s_fix.Analysis with { AdditionalFiles = [file with { Text = file.Text.ReplaceLineEndings("\r\n") }] } };
        var after = File("\"A\": { \"type\": \"integer\", \"format\": \"int32\" },\n                  \"B\": { \"type\": [\"string\", \"null\"] }", "A");

        await harness.VerifyAsync([Event("{|EVG6002:Placed|}", "int A, string? B"), Json], [Event("Placed", "int A, string? B"), Json], [after with { Text = after.Text.ReplaceLineEndings("\r\n") }]);
    }

    [Fact]
    public async Task EventThatIsDeclaredNoMore_IsRecordedAsRemoved()
    {
        var before = File("\"A\": { \"type\": \"integer\", \"format\": \"int32\" }", "A");
        var harness = s_fix with { Analysis = s_fix.Analysis with { AdditionalFiles = [before] } };

        await harness.VerifyFileAsync(["namespace Shop;\n\npublic sealed record Placed(int A);\n"], before with { Text = before.Text.Replace("\"type\": \"Shop.Placed\",\n", "\"type\": \"Shop.Placed\",\n      \"removed\": true,\n", StringComparison.Ordinal) });
    }

    private static CodeFixHarness With(string parts, string required) => s_fix with { Analysis = s_fix.Analysis with { AdditionalFiles = [File(parts, required)] } };

    private static string Event(string name, string parts) => $"namespace Shop;\n\n[Event(\"order.placed\"), PublishTo(\"redis\")]\npublic sealed record {name}({parts});\n";

    private static SourceFile File(string parts, string required) => new(
        "eventgen.contracts.json",
        $$"""
        {
          "format": 1,
          "assembly": "Shop",
          "events": {
            "order.placed": {
              "type": "Shop.Placed",
              "versions": {
                "1": {
                  "schema": {
                    "$ref": "#/$defs/Placed",
                    "$defs": {
                      "Placed": {
                        "type": "object",
                        "required": ["{{required}}"],
                        "properties": {
                          {{parts}}
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }

        """);
}
