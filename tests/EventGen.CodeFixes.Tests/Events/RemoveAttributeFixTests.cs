using EventGen.CodeFixes.Events;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Events;

public sealed class RemoveAttributeFixTests
{
    private static readonly CodeFixHarness s_fix = Fixing.Of<MisplacedAttributeAnalyzer, RemoveAttributeFix>();

    [Fact]
    public Task AttributesAreTakenAway_AndTheRestStays() => s_fix.VerifyAsync(
        [
            """
            namespace Shop;

            /// <summary>A customer placed an order.</summary>
            [{|EVG1011:PublishTo("redis")|}]
            [Serializable]
            public sealed record Placed([{|EVG1011:EventKey|}] int Number, [property: {|EVG1011:EventKey|}] string Customer);

            // No group.
            [{|EVG1011:PublishTo("redis")|}]
            public interface IPlaced
            {
                [{|EVG1011:EventKey|}] int Number { get; }
            }

            """,
            """
            namespace Shop;

            [Serializable, {|EVG1011:Retry(2)|}]
            [{|EVG1011:HandlerTimeout("00:00:01")|}]
            public class Desk
            {
                /// <summary>Does nothing.</summary>
                [Obsolete("Do something")] [{|EVG2013:Retry(2)|}]
                public void On(string text) { }

                [{|EVG2013:Retry(2)|}, {|EVG2013:HandlerTimeout("00:00:01")|}, Obsolete("Do something")]
                public Action Do() => [{|EVG2013:Retry(2)|}] () => { };
            }

            """,
        ],
        [
            """
            namespace Shop;

            /// <summary>A customer placed an order.</summary>
            [Serializable]
            public sealed record Placed(int Number, string Customer);

            // No group.
            public interface IPlaced
            {
                int Number { get; }
            }

            """,
            """
            namespace Shop;

            [Serializable]
            public class Desk
            {
                /// <summary>Does nothing.</summary>
                [Obsolete("Do something")]
                public void On(string text) { }

                [Obsolete("Do something")]
                public Action Do() => () => { };
            }

            """,
        ]);
}
