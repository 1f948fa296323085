using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class PayloadAnalyzerTests
{
    private static readonly AnalyzerHarness s_payloads = new(static () => new PayloadAnalyzer()) { Project = Project.Setup };

    [Theory, Fires("EVG1005")]
    [InlineData("[Event] public class Placed { public int {|EVG1005:Number|} { get; set; } }", "Event 'Shop.Placed' can be changed after it was emitted: the property 'Number' has a 'set'; make it 'init'")]
    [InlineData("[Event] public record Placed { public int {|EVG1005:Number|} { get; internal set; } }", "the property 'Number' has a 'set'; make it 'init'")]
    [InlineData("[Event] public class Placed { public int {|EVG1005:Number|}; }", "the field 'Number' can be assigned; make it 'readonly', or a property with 'init'")]
    [InlineData("public class Base { public int Number { get; set; } } [Event] public class {|EVG1005:Placed|} : Base;", "the property 'Number' has a 'set'; make it 'init'")]
    [InlineData("[Event] public record Placed(int[] {|EVG1005:Lines|});", "'Lines' is an array; use an ImmutableArray<T> or an IReadOnlyList<T>")]
    [InlineData("[Event] public readonly record struct Placed(byte[] {|EVG1005:Lines|});", "'Lines' is an array; use an ImmutableArray<T> or an IReadOnlyList<T>")]
    [InlineData("[Event] public record Placed(List<int> {|EVG1005:Lines|});", "'Lines' is of type 'List<int>', to which anyone can add; use an immutable or read-only collection")]
    [InlineData("[Event] public record Placed(IDictionary<string, int> {|EVG1005:Lines|});", "'Lines' is of type 'IDictionary<string, int>', to which anyone can add; use an immutable or read-only collection")]
    [InlineData("[Event] public record Placed(System.Collections.Concurrent.ConcurrentQueue<int> {|EVG1005:Lines|}, Queue<int> {|EVG1005:More|}, System.Collections.ArrayList {|EVG1005:Most|});", "to which anyone can add; use an immutable or read-only collection")]
    public Task PartThatCanBeChanged_IsReported(string source, string message) => ReportsAsync(source, message);

    [Theory, Silent("EVG1005")]
    [InlineData("[Event] public record Placed(int Number, string? Note = null);")]
    [InlineData("[Event] public class Placed { public required int Number { get; init; } public int Half => Number / 2; private int _seen; public int Seen => _seen++; public int Own { get; private set; } }")]
    [InlineData("[Event] public record struct Placed(int Number);")]
    [InlineData("[Event] public class Placed { public readonly int Number; public const int Most = 3; public static int Count; }")]
    [InlineData("[Event] public record Placed(IReadOnlyList<int> A, IEnumerable<int> B, System.Collections.Immutable.ImmutableArray<int> C, System.Collections.Immutable.ImmutableList<int> D, System.Collections.ObjectModel.ReadOnlyCollection<int> E, System.Collections.Frozen.FrozenSet<int> F);")]
    [InlineData("public class NoEvent { public List<int> Lines { get; set; } = []; }")]
    public Task PartThatCannotBeChanged_IsNotReported(string source) => ReportsNothingAsync(source);

    [Theory, Fires("EVG1008")]
    [InlineData("public record Placed(Action {|EVG1008:Then|});", "Event 'Shop.Placed' is published, but its part 'Then' is a delegate, which System.Text.Json cannot write; send data in its place, or leave it out with [JsonIgnore]")]
    [InlineData("public record Placed(IReadOnlyList<Func<int>> {|EVG1008:Then|});", "its part 'Then' is a delegate, which System.Text.Json cannot write; send data in its place, or leave it out with [JsonIgnore]")]
    [InlineData("public record Placed(System.IO.MemoryStream {|EVG1008:Body|});", "its part 'Body' is a stream, which System.Text.Json cannot write; send data in its place, or leave it out with [JsonIgnore]")]
    [InlineData("public record Placed(string Text) { public ReadOnlySpan<char> {|EVG1008:Start|} => Text.AsSpan(0, 1); }", "its part 'Start' is a span or another ref struct, which System.Text.Json cannot write; send data in its place, or leave it out with [JsonIgnore]")]
    [InlineData("public record Placed(nint {|EVG1008:Handle|});", "its part 'Handle' is a pointer, which System.Text.Json cannot write; send data in its place, or leave it out with [JsonIgnore]")]
    [InlineData("public record Placed(Type {|EVG1008:Kind|});", "its part 'Kind' is a Type, which System.Text.Json cannot write; send data in its place, or leave it out with [JsonIgnore]")]
    [InlineData("public record Placed(Line {|EVG1008:First|}); public record Line(Action Then, Line? Next);", "its part 'First.Then' is a delegate, which System.Text.Json cannot write; send data in its place, or leave it out with [JsonIgnore]")]
    [InlineData("public record Placed(ILine {|EVG1008:First|}); public interface ILine;", "its part 'First', a 'ILine', is abstract, so System.Text.Json cannot read it back; name what it can be with [JsonDerivedType]")]
    [InlineData("public class {|EVG1008:Placed|} { internal Placed() { } }", "it has no public constructor, so System.Text.Json cannot read it back; mark one with [JsonConstructor]")]
    [InlineData("public class {|EVG1008:Placed|} { public Placed(int number) => Number = number; public Placed(string text) => Number = text.Length; public int Number { get; } }", "it has several public constructors, so System.Text.Json cannot read it back; mark one with [JsonConstructor]")]
    [InlineData("public class {|EVG1008:Placed|}(int number) { public int Count => number; }", "it has the constructor parameter 'number' without a public property of that name, so System.Text.Json cannot read it back; add the property, or mark another constructor with [JsonConstructor]")]
    public Task PublishedPartThatJsonCannotHold_IsReported(string source, string message) =>
        ReportsAsync($"[Event, PublishTo(\"redis\")] {source}", message);

    [Fact, Fires("EVG1008")]
    public Task PartOfAnEventThatItsGroupPublishes_IsReported() => ReportsAsync(
        "[EventGroup] [PublishTo(\"redis\")] public interface ITracked; public interface IInner : ITracked; [Event] public record Placed(Action {|EVG1008:Then|}) : IInner;",
        "Event 'Shop.Placed' is published, but its part 'Then' is a delegate, which System.Text.Json cannot write; send data in its place, or leave it out with [JsonIgnore]");

    [Fact, Fires("EVG1008")]
    public Task PartOfAnEvent_ThatAGroupOfAnotherAssemblyPublishes_IsReported() =>
        (s_payloads with { Project = GroupLibrary.Referenced(s_payloads.Project) }).VerifyAsync("namespace Shop; [Event] public record Placed(Action {|EVG1008:Then|}) : Contracts.ITracked;");

    [Fact, Silent("EVG1008")]
    public Task PartOfAnEventOfAGroupThatIsNotPublished_IsNotReported() => ReportsNothingAsync(
        "[EventGroup] public interface ITracked; [Event] public record Placed(Action Then) : ITracked;");

    [Theory, Silent("EVG1008")]
    [InlineData("[Event] public record Placed(Action Then, System.IO.Stream Body);")]
    [InlineData("[Event, PublishTo(\"a\")] public record Placed(Guid Id, DateTimeOffset? At, IReadOnlyDictionary<string, Line> Lines, DayOfWeek Day, Uri Place); public record Line(string Sku, Line? Next);")]
    [InlineData("[Event, PublishTo(\"a\")] public record Placed([property: System.Text.Json.Serialization.JsonIgnore] Action Then);")]
    [InlineData("[Event, PublishTo(\"a\")] public record Placed(Node<int> First, Tree Second); public class Node<T> { public Node<Node<T>>? Larger { get; set; } } public class Tree : Dictionary<string, Tree>;")]
    [InlineData("[Event, PublishTo(\"a\")] public readonly record struct Placed(int Number);")]
    [InlineData("[Event, PublishTo(\"a\")] public class Placed { public Placed() { } public Placed(int number) => Number = number; public int Number { get; init; } }")]
    [InlineData("[Event, PublishTo(\"a\")] public class Placed { [System.Text.Json.Serialization.JsonConstructor] internal Placed(int number) => Number = number; public int Number { get; } }")]
    [InlineData("[Event, PublishTo(\"a\")] public record Placed(int Number) { [System.Text.Json.Serialization.JsonIgnore] public Action? Then { get; init; } internal Action? Hidden { get; init; } }")]
    [InlineData("[Event, PublishTo(\"a\")] public record Placed(ILine Line); [System.Text.Json.Serialization.JsonDerivedType(typeof(Line))] public interface ILine; public record Line : ILine;")]
    public Task WhatJsonCanHold_IsNotReported(string source) => ReportsNothingAsync(source);

    private static async Task ReportsAsync(string source, string message)
    {
        var reported = await s_payloads.VerifyAsync($"namespace Shop; {source}");

        Assert.All(reported, found => Assert.EndsWith(message, found.GetMessage()));
    }

    private static Task ReportsNothingAsync(string source) => s_payloads.VerifyAsync($"namespace Shop; {source}");
}
