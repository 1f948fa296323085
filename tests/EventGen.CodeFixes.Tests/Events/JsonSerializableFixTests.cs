using EventGen.CodeFixes.Events;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Events;

public sealed class JsonSerializableFixTests
{
    private static readonly CodeFixHarness s_fix = Fixing.Of<EventAnalyzer, JsonSerializableFix>();

    [Fact]
    public Task EventsAreListedInTheContextThereIs() => s_fix.VerifyAsync(
        [
            """
            namespace Shop;

            [Event, PublishTo("redis")]
            public sealed record {|EVG1007:Placed|};

            """,
            """
            namespace Shop.Sales;

            [Event, PublishTo("redis")]
            public sealed record {|EVG1007:Sold|};

            """,
            """
            using System.Text.Json.Serialization;

            namespace Shop;

            /// <summary>What leaves the shop.</summary>
            [JsonSerializable(typeof(int))]
            internal sealed partial class Wire : JsonSerializerContext;

            """,
        ],
        [
            """
            namespace Shop;

            [Event, PublishTo("redis")]
            public sealed record Placed;

            """,
            """
            namespace Shop.Sales;

            [Event, PublishTo("redis")]
            public sealed record Sold;

            """,
            """
            using System.Text.Json.Serialization;

            namespace Shop;

            /// <summary>What leaves the shop.</summary>
            [JsonSerializable(typeof(int))]
            [JsonSerializable(typeof(Placed))]
            [JsonSerializable(typeof(Sales.Sold))]
            internal sealed partial class Wire : JsonSerializerContext;

            """,
        ]);

    [Fact]
    public Task WithoutAContext_OneIsMade() => s_fix.VerifyAsync(
        [
            """
            namespace Shop;

            [Event, PublishTo("redis")]
            public sealed record {|EVG1007:Placed|};

            """,
            """
            namespace Shop.Sales;

            [Event, PublishTo("redis")]
            public sealed record {|EVG1007:Sold|};

            """,
        ],
        [
            """
            namespace Shop;

            [Event, PublishTo("redis")]
            public sealed record Placed;

            """,
            """
            namespace Shop.Sales;

            [Event, PublishTo("redis")]
            public sealed record Sold;

            """,
            new SourceFile(
                "ShopJson.cs",
                """
                using System.Text.Json.Serialization;

                namespace Shop;

                [JsonSerializable(typeof(Placed))]
                [JsonSerializable(typeof(Sales.Sold))]
                internal sealed partial class ShopJson : JsonSerializerContext;

                """),
        ]);

    [Fact]
    public Task DurableEvent_IsListed() => s_fix.VerifyAsync(
        "namespace Shop;\n\n[Event, Durable]\npublic sealed record {|EVG1012:Placed|};\n\n"
        + "[System.Text.Json.Serialization.JsonSerializable(typeof(int))]\ninternal sealed partial class Wire : System.Text.Json.Serialization.JsonSerializerContext;\n",
        "namespace Shop;\n\n[Event, Durable]\npublic sealed record Placed;\n\n"
        + "[System.Text.Json.Serialization.JsonSerializable(typeof(int))]\n[System.Text.Json.Serialization.JsonSerializable(typeof(Placed))]\ninternal sealed partial class Wire : System.Text.Json.Serialization.JsonSerializerContext;\n");

    [Theory]
    [InlineData("[Durable]\npublic sealed record {|EVG1012:Placed|};\n")]
    [InlineData("[Event, Durable]\npublic sealed record Placed([property: System.Text.Json.Serialization.JsonIgnore] int {|EVG1012:Number|});\n\n[System.Text.Json.Serialization.JsonSerializable(typeof(Placed))]\ninternal sealed partial class Wire : System.Text.Json.Serialization.JsonSerializerContext;\n")]
    public Task WhatAContextDoesNotMendInADurableEvent_IsNotOffered(string source) => s_fix.VerifyNotOfferedAsync($"namespace Shop;\n\n{source}");

    [Fact]
    public Task EventThatItsGroupPublishes_IsListed() => s_fix.VerifyAsync(
        "namespace Shop;\n\n[EventGroup, PublishTo(\"redis\")]\npublic interface ITracked;\n\n[Event]\npublic sealed record {|EVG1007:Placed|} : ITracked;\n\n"
        + "[System.Text.Json.Serialization.JsonSerializable(typeof(int))]\ninternal sealed partial class Wire : System.Text.Json.Serialization.JsonSerializerContext;\n",
        "namespace Shop;\n\n[EventGroup, PublishTo(\"redis\")]\npublic interface ITracked;\n\n[Event]\npublic sealed record Placed : ITracked;\n\n"
        + "[System.Text.Json.Serialization.JsonSerializable(typeof(int))]\n[System.Text.Json.Serialization.JsonSerializable(typeof(Placed))]\ninternal sealed partial class Wire : System.Text.Json.Serialization.JsonSerializerContext;\n");
}
