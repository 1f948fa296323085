using EventGen.CodeFixes.Events;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Events;

public sealed class AccessorNameFixTests
{
    private static readonly CodeFixHarness s_fix = Fixing.Of<EventAnalyzer, AccessorNameFix>();

    [Fact]
    public Task SecondOfTwoTypes_IsRenamedWhereverItIsNamed() => s_fix.VerifyAsync(
        [
            """
            namespace Shop.Bids
            {
                [Event("bid.placed")]
                public sealed record Placed;
            }

            namespace Shop
            {
                public static class Orders
                {
                    [Event("order.placed")]
                    public sealed record {|EVG1004:Placed|};
                }

                public static class Sales
                {
                    [Event("sale.placed")]
                    public sealed record {|EVG1004:PlacedEvent|};
                }
            }

            """,
            """
            namespace Shop;

            public static class Use
            {
                public static object All() => (new Orders.Placed(), new Sales.PlacedEvent(), new Bids.Placed(), Events.Placed);
            }

            """,
        ],
        [
            """
            namespace Shop.Bids
            {
                [Event("bid.placed")]
                public sealed record Placed;
            }

            namespace Shop
            {
                public static class Orders
                {
                    [Event("order.placed")]
                    public sealed record OrdersPlaced;
                }

                public static class Sales
                {
                    [Event("sale.placed")]
                    public sealed record SalesPlacedEvent;
                }
            }

            """,
            """
            namespace Shop;

            public static class Use
            {
                public static object All() => (new Orders.OrdersPlaced(), new Sales.SalesPlacedEvent(), new Bids.Placed(), Events.Placed);
            }

            """,
        ]);

    [Fact]
    public Task NamespaceOfTheAccessorsName_GivesThemAnother() => s_fix.VerifyAsync(
        ["namespace Shop.Events;\n\n[Event]\npublic sealed record {|EVG1004:Placed|};\n"],
        [
            "namespace Shop.Events;\n\n[Event]\npublic sealed record Placed;\n",
            new SourceFile("EventGenOptions.cs", "using EventGen;\n\n[assembly: EventGenOptions(AccessorName = \"ShopEvents\")]\n"),
        ]);

    [Fact]
    public Task NamespaceOfTheAccessorsName_IsSetInTheOptionsThereAre() => s_fix.VerifyAsync(
        "[assembly: EventGenOptions(ModuleName = \"Module\", AccessorName = \"Events\")]\n\nnamespace Shop.Events\n{\n    [Event]\n    public sealed record {|EVG1004:Placed|};\n}\n",
        "[assembly: EventGenOptions(ModuleName = \"Module\", AccessorName = \"ShopEvents\")]\n\nnamespace Shop.Events\n{\n    [Event]\n    public sealed record Placed;\n}\n");

    [Theory]
    [InlineData("namespace Shop; public static class Orders { [Event(\"a\")] public sealed record Placed; } public static class Sales { [Event(\"b\")] public sealed record {|EVG1004:Placed|}; public sealed record SalesPlaced; }")]
    [InlineData("[Event] public sealed record {|EVG1004:Events|};")]
    public Task TypeWithoutAFreeName_IsLeftAlone(string source) => s_fix.VerifyNotOfferedAsync(source);
}
