using EventGen.CodeFixes.Events;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Events;

public sealed class EventIdFixTests
{
    private static readonly CodeFixHarness s_fix = Fixing.Of<EventAnalyzer, EventIdFix>();

    [Fact]
    public Task MalformedIds_AreRepaired() => s_fix.VerifyAsync(
        """
        namespace Shop;

        [{|EVG1003:Event("Order_Placed")|}]
        public sealed record OrderPlaced;

        [{|EVG1003:Event(id: Ids.Sold, Version = 2)|}]
        public sealed record Sold;

        public static class Ids
        {
            public const string Sold = "shop/Sold";
        }

        """,
        """
        namespace Shop;

        [Event("order.placed")]
        public sealed record OrderPlaced;

        [Event(id: "shop.sold", Version = 2)]
        public sealed record Sold;

        public static class Ids
        {
            public const string Sold = "shop/Sold";
        }

        """);

    [Theory]
    [InlineData("[{|EVG1003:Event(\"заказ\")|}] public sealed record Placed;")]
    [InlineData("[{|EVG1003:Event|}] public sealed record Größe;")]
    [InlineData("[{|EVG1003:Event(\"..\")|}] public sealed record Placed;")]
    public Task IdWithNothingToKeep_IsLeftToThePerson(string source) => s_fix.VerifyNotOfferedAsync($"namespace Shop; {source}");
}
