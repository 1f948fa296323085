namespace EventGen.Generators.Tests.Parsing;

/// <summary>Every shape of declaration compiles with what is generated for it, without a warning, on C# 12.</summary>
public sealed class DeclarationShapeTests
{
    [Theory]
    [InlineData("record", "public sealed record Placed(int Number);", "number: 1")]
    [InlineData("plain record", "public record Placed(int Number);", "number: 1")]
    [InlineData("record struct", "public record struct Placed(int Number);", "number: 1")]
    [InlineData("readonly record struct", "public readonly record struct Placed(int Number);", "number: 1")]
    [InlineData("struct with a primary constructor", "public readonly struct Placed(int number) { public int Number => number; }", "number: 1")]
    [InlineData("class with a primary constructor", "public sealed class Placed(int number) { public int Number { get; } = number; }", "number: 1")]
    [InlineData("class with a constructor", "public class Placed { public Placed(int number) => Number = number; public int Number { get; } }", "number: 1")]
    [InlineData("required members", "public class Placed { public required int Number { get; init; } public required string? Note; }", "number: 1, note: null")]
    [InlineData("required member beside a constructor", "public record Placed(int A) { public required int Number { get; init; } }", "a: 1, number: 2")]
    [InlineData("required member set by the constructor",
        "public class Placed { public required int Number { get; init; } [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public Placed(int number) => Number = number; }", "number: 1")]
    [InlineData("required member before a default", "public record Placed(int A = 5) { public required int Number { get; init; } }", "number: 2")]
    [InlineData("no parts", "public sealed record Placed;", "")]
    [InlineData("several constructors, the longest", "public class Placed { public Placed(int a) { } public Placed(int a, string b) { } }", "a: 1, b: \"\"")]
    [InlineData("several constructors, the primary", "public record Placed(int A) { public Placed(int a, int b) : this(a + b) { } }", "a: 1")]
    [InlineData("several constructors, the accessible", "public class Placed { public Placed(int a) { } private Placed(int a, string b) { } }", "a: 1")]
    [InlineData("params", "public record Placed(string Text, params int[] Numbers);", "\"x\", 1, 2, 3")]
    [InlineData("nullable parts", "public record Placed(string? A, int? B, List<string?>? C, string?[]? D);", "a: null, b: null, c: null, d: null")]
    [InlineData("tuples and arrays", "public record Placed((int X, string Y) A, int[][] B, Dictionary<string, (int, int)> C);", "a: (1, \"\"), b: [], c: []")]
    [InlineData("dynamic and native integers", "public record Placed(dynamic A, nint B, nuint C, dynamic[] D);", "a: 1, b: 2, c: 3, d: []")]
    [InlineData("in parameters", "public class Placed { public Placed(in int number) { } }", "number: 1")]
    [InlineData("part named like a parameter of the overload", "public record Placed(int Topic, int CancellationToken);", "topic: 1, cancellationToken: 2")]
    [InlineData("part that is a token", "public record Placed(CancellationToken Token);", "token: default")]
    [InlineData("parts that differ in case alone", "public record Placed(int Order, int order);", "Order: 1, order: 2")]
    [InlineData("parts named by keywords", "public record Placed(int @class, int Event, int @await);", "@class: 1, @event: 2, @await: 3")]
    [InlineData("span part", "public class Placed { public Placed(ReadOnlySpan<char> text) => Length = text.Length; public int Length { get; } }", "text: \"abc\"")]
    [InlineData("computed properties", "public record Placed(int A) { public int Twice => A * 2; public ReadOnlySpan<char> Span => \"x\"; public int this[int i] => i; }", "a: 1")]
    [InlineData("event that derives from an event", "public record Placed(int A, int B) : Base(A); [Event] public record Base(int A);", "a: 1, b: 2")]
    [InlineData("caller information", "public record Placed(int A, [System.Runtime.CompilerServices.CallerMemberName] string Where = \"\");", "a: 1")]
    [InlineData("a part that takes no null", "public class Placed([System.Diagnostics.CodeAnalysis.DisallowNull] string? number) { [System.Diagnostics.CodeAnalysis.DisallowNull] public required string? Note { get; set; } public string Number { get; } = number ?? \"\"; }", "number: \"\", note: \"\"")]
    [InlineData("accessors that are obsolete", "public class Placed { [EventKey] public required int Number { [Obsolete(\"no\")] get; [Obsolete(\"never\")] init; } }", "number: 1")]
    [InlineData("a key that another member hides", "public record Placed(int A) : Base(\"x\") { public new int Key => A; } public record Base([property: EventKey] string Key);", "a: 1")]
    [InlineData("a key whose type an override narrows", "public class Placed : Base { public override string Key => \"\"; } public abstract class Base { [EventKey] public abstract object Key { get; } }", "new global::Shop.Placed()")]
    [InlineData("a type of a keyword's name", "public record @event(@class C); public class @class;", "c: new()", "@event")]
    [InlineData("an unicode name", "public record Größe(int Wert);", "wert: 1", "Größe", "\"groesse\"")]
    [InlineData("a name of the framework", "public record Action(int A);", "a: 1", "Action")]
    [InlineData("a name of object's members", "public record EqualsEvent(int A);", "a: 1", "Equals")]
    [InlineData("a name of the runtime's", "public record EventBus(int A);", "a: 1", "EventBus")]
    [InlineData("the name System", "public record System(int A);", "a: 1", "System")]
    [InlineData("just Event", "public record Event(int A);", "a: 1", "Event")]
    public void Generate_OfThatShape_MakesTheOverloads(string shape, string declaration, string parts, string accessor = "Placed", string id = "")
    {
        _ = shape;
        string attribute = id.Length > 0 ? $"[global::EventGen.Event({id})]" : "[global::EventGen.Event]";
        var run = Project.Generator.Run(
            $"namespace Shop;\n{attribute} {declaration}",
            $$"""
            namespace Elsewhere;
            public static class Use
            {
                public static async global::System.Threading.Tasks.Task All()
                {
                    global::Shop.Events.{{accessor}}.Emit({{parts}});
                    {{(parts.StartsWith('"') ? "" : $"await global::Shop.Events.{accessor}.EmitAsync({parts});")}}
                    {{(parts.StartsWith('"') ? "" : $"await global::Shop.Events.{accessor}.InvokeAsync({parts});")}}
                    await global::System.Threading.Tasks.Task.Yield();
                    global::Shop.Events.{{accessor}}.TryEnqueue({{parts}});
                }
            }
            """);

        Assert.Contains($"Events.{accessor.TrimStart('@')}.g.cs", run.Sources.Keys);
    }

    [Theory]
    [InlineData("string text = \"a\\\"\\n\"", "\"a\\\"\\n\"")]
    [InlineData("char letter = '\\''", "'\\''")]
    [InlineData("bool yes = true", "true")]
    [InlineData("long number = long.MinValue", "-9223372036854775808L")]
    [InlineData("ulong number = ulong.MaxValue", "18446744073709551615UL")]
    [InlineData("uint number = 7", "7U")]
    [InlineData("byte number = 7", "7")]
    [InlineData("decimal number = 1.5m", "1.5m")]
    [InlineData("double number = double.NaN", "double.NaN")]
    [InlineData("double number = 0.1", "0.1d")]
    [InlineData("double number = -0.0", "-0d")]
    [InlineData("double number = 0.1 + 0.2", "0.30000000000000004d")]
    [InlineData("double number = double.MaxValue", "1.7976931348623157E+308d")]
    [InlineData("double number = 1e-7", "1E-07d")]
    [InlineData("float number = 16777216f", "16777216f")]
    [InlineData("float number = float.MaxValue", "3.40282347E+38f")]
    [InlineData("float number = float.NegativeInfinity", "float.NegativeInfinity")]
    [InlineData("float number = 0.1f", "0.1f")]
    [InlineData("DayOfWeek day = DayOfWeek.Friday", "global::System.DayOfWeek.Friday")]
    [InlineData("DayOfWeek? day = DayOfWeek.Friday", "global::System.DayOfWeek.Friday")]
    [InlineData("DayOfWeek day = (DayOfWeek)(-9)", "(global::System.DayOfWeek)(-9)")]
    [InlineData("string? text = null", "null")]
    [InlineData("string text = null!", "null!")]
    [InlineData("int? number = null", "null")]
    [InlineData("int? number = 5", "5")]
    [InlineData("Guid id = default", "default")]
    [InlineData("nint number = 5", "5")]
    public void Generate_OfADefaultValue_KeepsIt(string parameter, string text)
    {
        var run = Project.Generator.Run(
            $"namespace Shop; [Event] public record Placed({parameter});",
            "class Use { void All() => Shop.Events.Placed.Emit(); }");

        Assert.Contains($" = {text}) =>", run.Sources["Events.Placed.g.cs"]);
    }

    [Theory]
    [InlineData("a class", "public class Outer { [Event] public record Placed(int A); }", "public")]
    [InlineData("a record struct", "public record struct Outer { [Event] public record Placed(int A); }", "public")]
    [InlineData("an interface", "public interface Outer { [Event] public record Placed(int A); }", "public")]
    [InlineData("a static class", "public static class Outer { public static class Inner { [Event] public record Placed(int A); } }", "public")]
    [InlineData("an internal class", "class Outer { [Event] public record Placed(int A); }", "internal")]
    [InlineData("a class, internally", "public class Outer { [Event] internal record Placed(int A); }", "internal")]
    [InlineData("a class, for it and its derived types", "public class Outer { [Event] protected internal record Placed(int A); }", "internal")]
    public void Generate_OfAnEventNestedIn_KeepsItsAccess(string place, string declaration, string access)
    {
        _ = place;
        var run = Project.Generator.Run($"namespace Shop; {declaration}");

        Assert.Contains($"        {access} static global::EventGen.EventTopic<", run.Sources["Events.Placed.g.cs"]);
        Assert.Contains($"        {access} static bool TryEnqueue(", run.Sources["Events.Placed.g.cs"]);
    }

    [Fact]
    public void Generate_OfPointersInsideOfParts_NamesNone()
    {
        string generated = Project.Generator.Start("namespace Shop; [Event] public unsafe class Placed { public int*[]? A; public List<int*[]>? B; public delegate*<void>[]? C; public int[]? D; }").Sources["Events.Placed.g.cs"];

        Assert.Contains("new(\"D\", typeof(int[]), Required: false),", generated);
        Assert.DoesNotContain("*", generated);
    }

    [Theory]
    [InlineData("of its own type", "public class Placed(Placed? before) { public Placed? Before => before; }")]
    [InlineData("of a derived type", "public class Placed(Late? before) { public Placed? Before => before; } public class Late() : Placed(null);")]
    [InlineData("that converts to it", "public record struct Placed(int A) { public static implicit operator Placed(int a) => new(a); }")]
    [InlineData("of its own type before optional ones", "public record Placed(Placed? Before, int A = 0);")]
    public void Generate_WhenTheOnlyPartIs_LeavesTheOverloadsOut(string part, string declaration)
    {
        _ = part;
        var run = Project.Generator.Run($"namespace Shop; [Event] {declaration}");

        Assert.DoesNotContain("TryEnqueue", run.Sources["Events.Placed.g.cs"]);
    }

    [Theory]
    [InlineData("public class Placed { private Placed() { } }")]
    [InlineData("public class Placed { public Placed(out int a) => a = 1; }")]
    [InlineData("public class Placed { [Obsolete(\"no\", true)] public Placed(int a) { } }")]
    [InlineData("public class Placed { public int Number { get; init; } }")]
    public void Generate_WhenNothingCanBeMadeOfParts_LeavesTheOverloadsOut(string declaration)
    {
        var run = Project.Generator.Run($"namespace Shop; [Event] {declaration}");

        Assert.Contains("EventTopic<global::Shop.Placed> Placed =>", run.Sources["Events.Placed.g.cs"]);
        Assert.DoesNotContain("TryEnqueue", run.Sources["Events.Placed.g.cs"]);
        Assert.DoesNotContain("EventExtensions", run.Sources["ShopEventModule.g.cs"]);
    }

    [Fact]
    public void Generate_WhenTheConstructorIsInternal_KeepsTheOverloadsInternal()
    {
        var run = Project.Generator.Run(
            "namespace Shop; [Event] public class Placed { internal Placed(Hidden hidden) { } } internal class Hidden;");

        Assert.Contains("public static global::EventGen.EventTopic<global::Shop.Placed> Placed", run.Sources["Events.Placed.g.cs"]);
        Assert.Contains("internal static void Emit(", run.Sources["Events.Placed.g.cs"]);
    }

    [Theory]
    [InlineData("string Key", "PartitionKey.From(payload.Key)")]
    [InlineData("string? Key", "PartitionKey.From(payload.Key)")]
    [InlineData("Guid Key", "PartitionKey.From(payload.Key)")]
    [InlineData("int Key", "PartitionKey.From((long)payload.Key)")]
    [InlineData("long Key", "PartitionKey.From(payload.Key)")]
    [InlineData("nint Key", "PartitionKey.From((long)payload.Key)")]
    [InlineData("byte Key", "PartitionKey.From((ulong)payload.Key)")]
    [InlineData("ulong Key", "PartitionKey.From(payload.Key)")]
    [InlineData("DayOfWeek Key", "PartitionKey.From((long)payload.Key)")]
    [InlineData("Colour Key", "PartitionKey.From((ulong)payload.Key)")]
    [InlineData("Guid? Key", "payload.Key is { } key ? global::EventGen.CompilerServices.PartitionKey.From(key) : default")]
    [InlineData("DayOfWeek? Key", "payload.Key is { } key ? global::EventGen.CompilerServices.PartitionKey.From((long)key) : default")]
    public void Generate_OfAKey_ReadsIt(string part, string text)
    {
        var run = Project.Generator.Run($"namespace Shop; [Event] public record Placed([EventKey] {part}); public enum Colour : byte {{ Red }}");

        Assert.Contains(text, run.Sources["Events.Placed.g.cs"]);
        Assert.Contains("Key = \"Key\",", run.Sources["Events.Placed.g.cs"]);
    }

    [Theory]
    [InlineData("public record Placed([property: EventKey] string @class);", "payload.@class")]
    [InlineData("public record Placed([EventKey] [property: EventKey] string Key);", "payload.Key")]
    [InlineData("public class Placed { [EventKey] public readonly int Key; }", "payload.Key")]
    [InlineData("public class Placed { [EventKey] internal int Key => 1; }", "payload.Key")]
    [InlineData("public class Placed([EventKey] string key) { public string Key { get; } = key; }", "payload.Key")]
    [InlineData("public record Placed(string Key) : Base(Key); public record Base([property: EventKey] string Key);", "payload.Key")]
    public void Generate_WhereverTheKeyIsMarked_FindsIt(string declaration, string text) =>
        Assert.Contains(text, Project.Generator.Run($"namespace Shop; [Event] {declaration}").Sources["Events.Placed.g.cs"]);
}
