using EventGen.CodeFixes.Handlers;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Handlers;

public sealed class MarkHandlerFixTests
{
    private static readonly CodeFixHarness s_fix = Fixing.Of<MisplacedAttributeAnalyzer, MarkHandlerFix>();

    [Fact]
    public Task Methods_BecomeHandlers() => s_fix.VerifyAsync(
        [
            Fixing.Placed,
            """
            namespace Shop;

            [EventGroup]
            public interface ITracked;

            public static class Audit
            {
                /// <summary>Keeps it.</summary>
                [{|EVG2013:Retry(2)|}, {|EVG2013:HandlerTimeout("00:00:01")|}]
                public static Task KeepAsync(Placed e) => Task.CompletedTask;

                [{|EVG2013:Retry(2)|}]
                public static void Track(ITracked e) { }
            }

            """,
        ],
        [
            Fixing.Placed,
            """
            namespace Shop;

            [EventGroup]
            public interface ITracked;

            public static class Audit
            {
                /// <summary>Keeps it.</summary>
                [Retry(2), HandlerTimeout("00:00:01")]
                [Subscribe]
                public static Task KeepAsync(Placed e) => Task.CompletedTask;

                [Retry(2)]
                [Subscribe]
                public static void Track(ITracked e) { }
            }

            """,
        ]);

    [Theory]
    [InlineData("[{|EVG2013:Retry(2)|}] public static void On(string text) { }")]
    [InlineData("[{|EVG2013:Retry(2)|}] public static void On() { }")]
    [InlineData("[{|EVG2013:Retry(2)|}] public static int On(Placed e) => 1;")]
    [InlineData("[{|EVG2013:Retry(2)|}] private static void On(Placed e) { }")]
    [InlineData("[{|EVG2013:Retry(2)|}] public static async void On(Placed e) => await Task.Yield();")]
    [InlineData("public static Action<Placed> M() => [{|EVG2013:Retry(2)|}] (e) => { };")]
    public Task MethodThatCannotBeAHandler_IsLeftAlone(string member) =>
        s_fix.VerifyNotOfferedAsync(Fixing.Placed, $"namespace Shop; public static class H {{ {member} }}");
}
