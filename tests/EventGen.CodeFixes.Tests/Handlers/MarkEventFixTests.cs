using EventGen.CodeFixes.Handlers;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Handlers;

public sealed class MarkEventFixTests
{
    private static readonly CodeFixHarness s_fix = Fixing.Of<HandlerAnalyzer, MarkEventFix>();

    [Fact]
    public Task TypesOfTheProject_BecomeEvents() => s_fix.VerifyAsync(
        [
            """
            namespace Shop;

            public static class Audit
            {
                [Subscribe] public static void Log(Placed {|EVG2002:e|}) { }
                [Subscribe] public static void Count(Placed {|EVG2002:e|}) { }
                [Subscribe] public static void Sum(Sold {|EVG2002:e|}) { }
            }

            """,
            """
            namespace Shop;

            /// <summary>A customer placed an order.</summary>
            public sealed record Placed;

            public static class Sales
            {
            }

            // Sold, and paid.
            [Serializable]
            public readonly record struct Sold(int Number);

            """,
        ],
        [
            """
            namespace Shop;

            public static class Audit
            {
                [Subscribe] public static void Log(Placed e) { }
                [Subscribe] public static void Count(Placed e) { }
                [Subscribe] public static void Sum(Sold e) { }
            }

            """,
            """
            namespace Shop;

            /// <summary>A customer placed an order.</summary>
            [Event]
            public sealed record Placed;

            public static class Sales
            {
            }

            // Sold, and paid.
            [Serializable]
            [Event]
            public readonly record struct Sold(int Number);

            """,
        ]);

    [Fact]
    public Task NestedType_KeepsItsIndentation() => s_fix.VerifyAsync(
        "namespace Shop;\n\npublic static class Outer\n{\n    public sealed record Placed;\n\n    [Subscribe] public static void On(Placed {|EVG2002:e|}) { }\n}\n",
        "namespace Shop;\n\npublic static class Outer\n{\n    [Event]\n    public sealed record Placed;\n\n    [Subscribe] public static void On(Placed e) { }\n}\n");

    [Theory]
    [InlineData("public static class H { [Subscribe] public static void On(string {|EVG2002:e|}) { } }")]
    [InlineData("public static class H { [Subscribe] public static void {|EVG2002:On|}() { } }")]
    [InlineData("public abstract record Base; public static class H { [Subscribe] public static void On(Base {|EVG2002:e|}) { } }")]
    [InlineData("public record Box<T>; public static class H { [Subscribe] public static void On(Box<int> {|EVG2002:e|}) { } }")]
    [InlineData("public interface IPlaced; public static class H { [Subscribe] public static void On(IPlaced {|EVG2002:e|}) { } }")]
    public Task TypeThatCannotBeAnEventOfTheProject_IsLeftAlone(string source) => s_fix.VerifyNotOfferedAsync($"namespace Shop; {source}");
}
