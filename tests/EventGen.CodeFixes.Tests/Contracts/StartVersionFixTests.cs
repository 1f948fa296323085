using EventGen.CodeFixes.Contracts;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Contracts;

public sealed class StartVersionFixTests
{
    private const string Json =
        """
        using System.Text.Json.Serialization;

        namespace Shop;

        [JsonSerializable(typeof(Placed))]
        internal sealed partial class ShopJson : JsonSerializerContext;

        """;

    private const string JsonAfter =
        """
        using System.Text.Json.Serialization;

        namespace Shop;

        [JsonSerializable(typeof(Placed))]
        [JsonSerializable(typeof(Placed.V1), TypeInfoPropertyName = "PlacedV1")]
        internal sealed partial class ShopJson : JsonSerializerContext;

        """;

    private const string File =
        """
        {
          "format": 1, "assembly": "Shop",
          "events": { "order.placed": { "type": "Shop.Placed", "versions": { "1": { "schema": { "$ref": "#/$defs/Placed", "$defs": { "Placed": {
            "type": "object", "required": ["Amount", "Lines", "Ids"], "properties": {
              "Amount": { "type": "number", "format": "decimal" },
              "Note": { "type": ["string", "null"] },
              "Ids": { "type": "object", "additionalProperties": { "type": "string", "format": "uuid" } },
              "first-day": { "type": "string", "format": "date" },
              "Lines": { "type": "array", "items": { "$ref": "#/$defs/Line" } } } },
          "Line": { "type": "object", "required": ["Sku", "Kind"], "properties": { "Sku": { "type": "string" }, "Kind": { "$ref": "#/$defs/Kind" } } },
          "Kind": { "type": "integer", "anyOf": [{ "const": 0, "title": "Good" }, { "const": 5, "title": "Bad" }] } } } } } } }
        }
        """;

    private static readonly CodeFixHarness s_fix = Fixing.Of<ContractAnalyzer, StartVersionFix>() is var fix
        ? fix with { Analysis = fix.Analysis with { AdditionalFiles = [new SourceFile("eventgen.contracts.json", File)] } }
        : null!;

    [Fact]
    public Task WhatChanged_IsWrittenAsItWas_WhatDidNot_KeepsItsType() => s_fix.VerifyAsync(
        [
            Source(
                """
                [Event("order.placed"), PublishTo("redis")]
                public sealed record Placed(string {|EVG6001:Amount|}, string? Note, Line[] Lines, Dictionary<string, Guid> Ids, [property: System.Text.Json.Serialization.JsonPropertyName("first-day")] DateOnly Day = default);
                """),
            Source("public sealed record Line(string Sku, Kind Kind);\n\npublic enum Kind { Good, Bad = 5 }"), Json,
        ],
        [
            Source(
                """
                [Event("order.placed", Version = 2), PublishTo("redis")]
                public sealed record Placed(string Amount, string? Note, Line[] Lines, Dictionary<string, Guid> Ids, [property: System.Text.Json.Serialization.JsonPropertyName("first-day")] DateOnly Day = default)
                {
                    public sealed record V1(decimal Amount, Dictionary<string, Guid> Ids, Line[] Lines, string? Note, [property: System.Text.Json.Serialization.JsonPropertyName("first-day")] DateOnly Day = default!);

                    [EventUpgrade]
                    public static Placed From(V1 old) => throw new NotImplementedException();
                }
                """),
            Source("public sealed record Line(string Sku, Kind Kind);\n\npublic enum Kind { Good, Bad = 5 }"), JsonAfter,
        ]);

    [Fact]
    public Task NestedTypeThatChanged_IsLeftToPeople() => s_fix.VerifyNotOfferedAsync(
        Source(
            """
            [Event("order.placed"), PublishTo("redis")]
            public sealed record Placed(decimal Amount, Line[] {|EVG6001:Lines|}, Dictionary<string, Guid> Ids, string? Note = null);
            """),
        Source("public sealed record Line(long Sku, Kind Kind);\n\npublic enum Kind { Good, Bad = 5 }"), Json);

    [Fact]
    public Task WithATypeOfThatName_IsNotOffered() => s_fix.VerifyNotOfferedAsync(
        Source(
            """
            [Event("order.placed"), PublishTo("redis")]
            public sealed record Placed(string {|EVG6001:Amount|}, string? Note, Line[] Lines, Dictionary<string, Guid> Ids, [property: System.Text.Json.Serialization.JsonPropertyName("first-day")] DateOnly Day = default)
            {
                public sealed record V1;
            }
            """),
        Source("public sealed record Line(string Sku, Kind Kind);\n\npublic enum Kind { Good, Bad = 5 }"), Json);

    private static string Source(string declaration) => $"namespace Shop;\n\n{declaration}\n";
}
