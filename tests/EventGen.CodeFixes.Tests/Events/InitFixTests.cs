using EventGen.CodeFixes.Events;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Events;

public sealed class InitFixTests
{
    private static readonly CodeFixHarness s_fix = Fixing.Of<PayloadAnalyzer, InitFix>();

    [Fact]
    public Task Setters_BecomeInit() => s_fix.VerifyAsync(
        """
        namespace Shop;

        [Event]
        public sealed class Placed
        {
            public Placed() => Number = 1;

            public int {|EVG1005:Number|} { get; set; }

            // Who placed it.
            public string {|EVG1005:Customer|}
            {
                get;
                internal set;
            } = "";

            public static Placed New(int number) => new() { Number = number, Customer = "c" };
        }

        """,
        """
        namespace Shop;

        [Event]
        public sealed class Placed
        {
            public Placed() => Number = 1;

            public int Number { get; init; }

            // Who placed it.
            public string Customer
            {
                get;
                internal init;
            } = "";

            public static Placed New(int number) => new() { Number = number, Customer = "c" };
        }

        """);

    [Theory]
    [InlineData("[Event] public sealed class Placed { public int {|EVG1005:Number|} { get; set; } public static void M(Placed e) => e.Number = 2; }")]
    [InlineData("[Event] public sealed class Placed { public int {|EVG1005:Number|} { get; set; } public void M() => Number++; }")]
    [InlineData("[Event] public sealed class Placed { public int {|EVG1005:Number|} { get; set; } public static void M(Placed e) { (e.Number, _) = (1, 2); } }")]
    [InlineData("public interface INumbered { int Number { get; set; } } [Event] public sealed class Placed : INumbered { public int {|EVG1005:Number|} { get; set; } }")]
    [InlineData("[Event] public sealed record Placed(int[] {|EVG1005:Numbers|});")]
    [InlineData("[Event] public sealed class Placed { public int {|EVG1005:Number|}; }")]
    public Task WhatInitDoesNotMend_IsLeftAlone(string source) => s_fix.VerifyNotOfferedAsync($"namespace Shop; {source}");
}
