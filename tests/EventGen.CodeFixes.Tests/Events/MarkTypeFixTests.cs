using EventGen.CodeFixes.Events;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Events;

public sealed class MarkTypeFixTests
{
    private static readonly CodeFixHarness s_fix = Fixing.Of<MisplacedAttributeAnalyzer, MarkTypeFix>();

    [Fact]
    public Task Types_BecomeEventsAndGroups() => s_fix.VerifyAsync(
        """
        namespace Shop;

        /// <summary>A customer placed an order.</summary>
        [{|EVG1011:Retry(2)|}]
        [{|EVG1011:HandlerTimeout("00:00:01")|}]
        public sealed record Placed([property: {|EVG1011:EventKey|}] string Customer);

        public readonly struct Counted
        {
            public Counted([{|EVG1011:EventKey|}] int number) => Number = number;

            public int Number { get; }
        }

        [{|EVG1011:PublishTo("redis")|}]
        public interface IMoved;

        """,
        """
        namespace Shop;

        /// <summary>A customer placed an order.</summary>
        [Retry(2)]
        [HandlerTimeout("00:00:01")]
        [Event]
        public sealed record Placed([property: EventKey] string Customer);

        [Event]
        public readonly struct Counted
        {
            public Counted([EventKey] int number) => Number = number;

            public int Number { get; }
        }

        [PublishTo("redis")]
        [EventGroup]
        public interface IMoved;

        """);

    [Theory]
    [InlineData("[{|EVG1011:Retry(2)|}] public abstract record Placed;")]
    [InlineData("[{|EVG1011:Retry(2)|}] public record Placed<T>;")]
    [InlineData("[{|EVG1011:PublishTo(\"redis\")|}] public interface IPlaced<T>;")]
    [InlineData("public interface IPlaced { [{|EVG1011:EventKey|}] int Number { get; } }")]
    [InlineData("[Event] public record Placed; [{|EVG1011:Retry(2)|}] public class H { [Subscribe] public void On(Placed e) { } }")]
    [InlineData("public sealed record Placed([field: {|EVG1011:EventKey|}] int Number);")]
    [InlineData("public sealed record Placed { public void With([{|EVG1011:EventKey|}] int number) { } }")]
    [InlineData("public sealed class Outer { public enum Kind { [{|EVG1011:EventKey|}] First } }")]
    public Task TypeThatWouldNotMakeItCount_IsLeftAlone(string source) => s_fix.VerifyNotOfferedAsync($"namespace Shop; {source}");
}
