using EventGen.CodeFixes.Events;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Events;

public sealed class AccessorNameFixTests
{
    private static readonly CodeFixHarness s_fix = Fixing.Of<EventAnalyzer, AccessorNameFix>();

    [Fact]
    public Task EventsOfOneName_GetAccessorsOfTheirOwn() => s_fix.VerifyAsync(
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
                    [Event("order.placed", Version = 2)]
                    public sealed record {|EVG1004:Placed|};
                }

                public static class Sales
                {
                    [Event("sale.placed")]
                    public sealed partial record {|EVG1004:PlacedEvent|};
                }

                [Event]
                public sealed record SalesPlaced;

                [Event]
                public sealed record {|EVG1004:EventsEvent|};
            }

            """,
            """
            namespace Shop;

            public static class Use
            {
                public static object All() => (Events.Placed, Events.SalesPlaced);
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
                    [Event("order.placed", Version = 2, AccessorName = "OrdersPlaced")]
                    public sealed record Placed;
                }

                public static class Sales
                {
                    [Event("sale.placed", AccessorName = "SalesPlaced2")]
                    public sealed partial record PlacedEvent;
                }

                [Event]
                public sealed record SalesPlaced;

                [Event(AccessorName = "ShopEvents")]
                public sealed record EventsEvent;
            }

            """,
            """
            namespace Shop;

            public static class Use
            {
                public static object All() => (Events.Placed, Events.SalesPlaced);
            }

            """,
        ]);

    [Fact]
    public Task TwoThatWantOneFreeName_GetTwo() => s_fix.VerifyAsync(
        """
        namespace Shop.A.Orders { [Event("a")] public sealed record Placed; }
        namespace Shop.B.Orders { [Event("b")] public sealed record {|EVG1004:Placed|}; }
        namespace Shop.C.Orders { [Event("c", AccessorName = "Placed")] public sealed record {|EVG1004:Moved|}; }
        namespace Shop.D.Orders { [Event("d")] public sealed record {|EVG1004:Placed|}; }

        """,
        """
        namespace Shop.A.Orders { [Event("a")] public sealed record Placed; }
        namespace Shop.B.Orders { [Event("b", AccessorName = "OrdersPlaced")] public sealed record Placed; }
        namespace Shop.C.Orders { [Event("c", AccessorName = "OrdersMoved")] public sealed record Moved; }
        namespace Shop.D.Orders { [Event("d", AccessorName = "OrdersPlaced2")] public sealed record Placed; }

        """);

    [Fact]
    public Task AttributeOnAnotherPart_IsTheOneThatIsChanged() => s_fix.VerifyAsync(
        [
            "namespace Shop;\n\npublic static partial class Bids { public sealed partial record {|EVG1004:Placed|}; }\n\n[Event] public sealed record Bidden;\n",
            "namespace Shop;\n\npublic static partial class Bids { [Event(\"bid\")] public sealed partial record Placed; }\n\npublic static class Asks { [Event] public sealed record Placed; }\n",
        ],
        [
            "namespace Shop;\n\npublic static partial class Bids { public sealed partial record Placed; }\n\n[Event] public sealed record Bidden;\n",
            "namespace Shop;\n\npublic static partial class Bids { [Event(\"bid\", AccessorName = \"BidsPlaced\")] public sealed partial record Placed; }\n\npublic static class Asks { [Event] public sealed record Placed; }\n",
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

    [Fact]
    public Task Groups_GetAccessorsOfTheirOwn() => s_fix.VerifyAsync(
        """
        namespace Shop;

        [EventGroup]
        public interface {|EVG1004:IPlaced|};

        [EventGroup("all.placed")]
        public interface {|EVG1004:IPlacedEvent|};

        [EventGroup(AccessorName = "Moved")]
        public interface IMoving;

        [Event]
        public sealed record Placed : IPlaced, IPlacedEvent;

        public static class Ra { [Event("ra")] public sealed record {|EVG1004:Placed|}; }

        [EventGroup]
        public interface IRaPlaced;

        """,
        """
        namespace Shop;

        [EventGroup(AccessorName = "PlacedGroup")]
        public interface IPlaced;

        [EventGroup("all.placed", AccessorName = "PlacedGroup2")]
        public interface IPlacedEvent;

        [EventGroup(AccessorName = "Moved")]
        public interface IMoving;

        [Event]
        public sealed record Placed : IPlaced, IPlacedEvent;

        public static class Ra { [Event("ra", AccessorName = "RaPlaced2")] public sealed record Placed; }

        [EventGroup]
        public interface IRaPlaced;

        """);
}
