using EventGen.CodeFixes.Events;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Events;

public sealed class ImmutablePartFixTests
{
    private static readonly CodeFixHarness s_fix = Fixing.Of<PayloadAnalyzer, ImmutablePartFix>();

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

    [Fact]
    public Task Fields_BecomeProperties() => s_fix.VerifyAsync(
        """
        namespace Shop;

        [Event]
        public sealed class Placed
        {
            /// <summary>Which it is.</summary>
            public int {|EVG1005:Number|};   // from 1

            [EventKey] internal string? {|EVG1005:Customer|} = "nobody"; // or somebody

            public required DateTime? {|EVG1005:At|};
            public List<int> {|EVG1005:Lines|} = [1, 2];

            public Placed(int number) => Number = number;

            public static Placed New() => new(1) { Customer = "c", At = null };

            public int Half() => Number / 2;
        }

        """,
        """
        namespace Shop;

        [Event]
        public sealed class Placed
        {
            /// <summary>Which it is.</summary>
            public int Number { get; init; }   // from 1

            [EventKey] internal string? Customer { get; init; } = "nobody"; // or somebody

            public required DateTime? At { get; init; }
            public IReadOnlyList<int> Lines { get; init; } = [1, 2];

            public Placed(int number) => Number = number;

            public static Placed New() => new(1) { Customer = "c", At = null };

            public int Half() => Number / 2;
        }

        """);

    [Fact]
    public Task CollectionsThatNobodyReads_BecomeReadOnly() => s_fix.VerifyAsync(
        [
            """
            namespace Shop;

            [Event]
            public sealed record Placed(int[] {|EVG1005:Numbers|}, List<string?>? {|EVG1005:Names|} = null, Dictionary<int, string>? {|EVG1005:Prices|} = default);

            [Event]
            public readonly record struct Moved(string[] {|EVG1005:Lines|});

            [Event]
            public sealed class Sold
            {
                public readonly List<int> {|EVG1005:Lines|} = new List<int>();

                public System.Collections.ObjectModel.Collection<int> {|EVG1005:Others|} { get; set; } = [];

                public List<int> {|EVG1005:More|} { get; }

                public Sold(List<int> more) => More = more;
            }

            """,
            """
            namespace Shop;

            public static class Use
            {
                public static object All(List<string?> names) =>
                    (new Placed([1], names), new Placed(Names: null, Numbers: new int[2]), new Moved(["a"]), new Sold([]) { Others = [1] });
            }

            """,
        ],
        [
            """
            namespace Shop;

            [Event]
            public sealed record Placed(IReadOnlyList<int> Numbers, IReadOnlyList<string?>? Names = null, IReadOnlyDictionary<int, string>? Prices = default);

            [Event]
            public readonly record struct Moved(IReadOnlyList<string> Lines);

            [Event]
            public sealed class Sold
            {
                public readonly IReadOnlyList<int> Lines = new List<int>();

                public IReadOnlyList<int> Others { get; init; } = [];

                public IReadOnlyList<int> More { get; }

                public Sold(List<int> more) => More = more;
            }

            """,
            """
            namespace Shop;

            public static class Use
            {
                public static object All(List<string?> names) =>
                    (new Placed([1], names), new Placed(Names: null, Numbers: new int[2]), new Moved(["a"]), new Sold([]) { Others = [1] });
            }

            """,
        ]);

    [Theory]
    [InlineData("[Event] public sealed record Placed(int[] {|EVG1005:Numbers|}) { public int Count => Numbers.Length; }")]
    [InlineData("[Event] public sealed record Placed(List<int> {|EVG1005:Numbers|}) { public static Placed New() => new(new List<int>()) { Numbers = { 1 } }; }")]
    [InlineData("[Event] public sealed record Placed(List<int> {|EVG1005:Numbers|}) { public static Placed New() => new(Numbers: new()); }")]
    [InlineData("[Event] public sealed record Placed(List<int> {|EVG1005:Numbers|}, int Number) { public static void M(Placed e) { (List<int> all, _) = e; all.Clear(); } }")]
    [InlineData("[Event] public sealed record Placed(IList<int> {|EVG1005:Numbers|}, HashSet<int> {|EVG1005:Others|});")]
    [InlineData("[Event] public sealed record Placed(params int[] {|EVG1005:Numbers|});")]
    [InlineData("public interface INumbered { List<int> Numbers { get; } } [Event] public sealed record Placed(List<int> {|EVG1005:Numbers|}) : INumbered;")]
    [InlineData("[Event] public sealed class Placed { public List<int> {|EVG1005:Numbers|} { get; init; } = new(); }")]
    [InlineData("[Event] public sealed class Placed { public int[] {|EVG1005:Numbers|} { get; init; } = { 1 }; }")]
    [InlineData("[Event] public sealed class Placed { public readonly int[] {|EVG1005:Numbers|} = [1]; public static int First(Placed e) => e.Numbers[0]; }")]
    [InlineData("public record Base { public int[] Numbers { get; init; } = []; } [Event] public sealed record {|EVG1005:Placed|} : Base;")]
    public Task CollectionThatItsCodeNeeds_IsLeftAlone(string source) => s_fix.VerifyNotOfferedAsync($"namespace Shop; {source}");

    [Theory]
    [InlineData("[Event] public sealed class Placed { public int {|EVG1005:Number|} { get; set; } public static void M(Placed e) => e.Number = 2; }")]
    [InlineData("[Event] public sealed class Placed { public int {|EVG1005:Number|} { get; set; } public void M() => Number++; }")]
    [InlineData("[Event] public sealed class Placed { public int {|EVG1005:Number|} { get; set; } public static void M(Placed e) { (e.Number, _) = (1, 2); } }")]
    [InlineData("public interface INumbered { int Number { get; set; } } [Event] public sealed class Placed : INumbered { public int {|EVG1005:Number|} { get; set; } }")]
    [InlineData("[Event] public sealed class Placed { public int {|EVG1005:Number|}; public static void M(Placed e) => e.Number = 2; }")]
    [InlineData("[Event] public sealed class Placed { public int {|EVG1005:Number|}; public static void M(Placed e) => Interlocked.Increment(ref e.Number); }")]
    [InlineData("[Event] public sealed class Placed { public int {|EVG1005:Number|}, {|EVG1005:Other|}; }")]
    [InlineData("[Event] public sealed class Placed { public volatile string {|EVG1005:Text|} = \"\"; }")]
    [InlineData("public struct Spot { public int X; public void Move() => X++; } [Event] public sealed class Placed { public Spot {|EVG1005:Spot|}; public void M() => Spot.Move(); }")]
    [InlineData("[Event] public sealed class Placed { [System.NonSerialized] public int {|EVG1005:Number|}; }")]
    public Task WhatOthersSet_IsLeftAlone(string source) => s_fix.VerifyNotOfferedAsync($"namespace Shop; {source}");
}
