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

    private const string Payments =
        """
        {
          "format": 1, "assembly": "Shop",
          "events": { "order.placed": { "type": "Shop.Placed", "versions": { "1": { "schema": { "$ref": "#/$defs/Placed", "$defs": {
            "Placed": { "type": "object", "required": ["Means", "State"], "properties": {
              "Means": { "$ref": "#/$defs/Means" }, "State": { "$ref": "#/$defs/State" }, "Node": { "anyOf": [{ "$ref": "#/$defs/Node" }, { "type": "null" }] } } },
            "Means": { "discriminator": "kind", "anyOf": [
              { "properties": { "kind": { "const": "card" } }, "required": ["kind"], "$ref": "#/$defs/Card" }, { "properties": { "kind": { "const": "cash" } }, "required": ["kind"], "$ref": "#/$defs/Cash" }] },
            "Card": { "type": "object", "required": ["Number"], "properties": { "Number": { "type": "string", "x-sensitive": true } } },
            "Cash": { "type": "object", "required": ["Given"], "properties": { "Given": { "type": "number", "format": "decimal" } } },
            "Node": { "type": "object", "required": ["Name"], "properties": { "Name": { "type": "string" }, "Next": { "anyOf": [{ "$ref": "#/$defs/Node" }, { "type": "null" }] } } },
            "State": { "type": "string", "enum": ["Closed", "Open"] } } } } } } }
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
    public Task NestedTypesThatChanged_AreWrittenAlong() => s_fix.VerifyAsync(
        [
            Source(
                """
                [Event("order.placed"), PublishTo("redis")]
                public sealed record Placed(decimal Amount, Line[] {|EVG6001:Lines|}, Dictionary<string, Guid> Ids, string? Note = null, [property: System.Text.Json.Serialization.JsonPropertyName("first-day")] DateOnly Day = default);
                """),
            Source("public sealed record Line(long Sku, Kind Kind);\n\npublic enum Kind { Good, Bad = 5 }"), Json,
        ],
        [
            Source(
                """
                [Event("order.placed", Version = 2), PublishTo("redis")]
                public sealed record Placed(decimal Amount, Line[] Lines, Dictionary<string, Guid> Ids, string? Note = null, [property: System.Text.Json.Serialization.JsonPropertyName("first-day")] DateOnly Day = default)
                {
                    public sealed record V1(decimal Amount, Dictionary<string, Guid> Ids, V1.LineV1[] Lines, string? Note, [property: System.Text.Json.Serialization.JsonPropertyName("first-day")] DateOnly Day = default!)
                    {
                        public sealed record LineV1(Kind Kind, string Sku);
                    }

                    [EventUpgrade]
                    public static Placed From(V1 old) => throw new NotImplementedException();
                }
                """),
            Source("public sealed record Line(long Sku, Kind Kind);\n\npublic enum Kind { Good, Bad = 5 }"), JsonAfter,
        ]);

    [Fact]
    public Task EnumsAndDerivedTypesThatChanged_AreWrittenAlong() => (s_fix with { Analysis = s_fix.Analysis with { AdditionalFiles = [new SourceFile("eventgen.contracts.json", Payments)] } }).VerifyAsync(
        [
            Source(
                """
                [Event("order.placed"), PublishTo("redis")]
                public sealed record Placed(Means {|EVG6001:Means|}, State {|EVG6001:State|}, Node? Node);

                [System.Text.Json.Serialization.JsonDerivedType(typeof(Card), "card"), System.Text.Json.Serialization.JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
                public abstract record Means;

                public sealed record Card(string Number) : Means;

                public enum State { Open = 1 }

                public sealed record Node(string Name, Node? Next);
                """),
            Json,
        ],
        [
            Source(
                """
                [Event("order.placed", Version = 2), PublishTo("redis")]
                public sealed record Placed(Means Means, State State, Node? Node)
                {
                    public sealed record V1(V1.MeansV1 Means, Node? Node, V1.StateV1 State)
                    {
                        [System.Text.Json.Serialization.JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
                        [System.Text.Json.Serialization.JsonDerivedType(typeof(V1.CardV1), "card")]
                        [System.Text.Json.Serialization.JsonDerivedType(typeof(V1.CashV1), "cash")]
                        public abstract record MeansV1;

                        [System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<StateV1>))]
                        public enum StateV1 { Closed, Open }

                        public sealed record CardV1([property: Sensitive] string Number) : V1.MeansV1;

                        public sealed record CashV1(decimal Given) : V1.MeansV1;
                    }

                    [EventUpgrade]
                    public static Placed From(V1 old) => throw new NotImplementedException();
                }

                [System.Text.Json.Serialization.JsonDerivedType(typeof(Card), "card"), System.Text.Json.Serialization.JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
                public abstract record Means;

                public sealed record Card(string Number) : Means;

                public enum State { Open = 1 }

                public sealed record Node(string Name, Node? Next);
                """),
            JsonAfter,
        ]);

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
