using EventGen.CodeFixes.Events;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Events;

public sealed class RemoveAliasFixTests
{
    private static readonly CodeFixHarness s_fix = Fixing.Of<AccessorReachAnalyzer, RemoveAliasFix>();

    [Fact]
    public Task Aliases_OfSeveralFiles_AreRemoved() => s_fix.VerifyAsync(
        [
            Fixing.Placed,
            """
            using Shop;
            {|EVG1016:using Events = Shop.Events;|}

            internal static class Use
            {
                public static void All() => Events.Placed.Emit(new Placed(1, "c"));
            }

            """,
            """
            // What this file is about.
            {|EVG1016:using Events = global::Shop.Events;|}

            internal static class Other
            {
                public static object All() => Events.Placed;
            }

            """,
        ],
        [
            Fixing.Placed,
            """
            using Shop;

            internal static class Use
            {
                public static void All() => Events.Placed.Emit(new Placed(1, "c"));
            }

            """,
            """
            // What this file is about.

            internal static class Other
            {
                public static object All() => Events.Placed;
            }

            """,
        ]);
}
