using EventGen.TestKit;

namespace EventGen.Generators.Tests.Fingerprints;

/// <summary>A project whose files depend on one another in many ways, and each of which has several forms: an edit gives one another form.</summary>
internal sealed class VariedProject(Random random)
{
    private static readonly GeneratorHarness s_generator = Project.Generator with { IsBuild = true, Project = Project.Setup with { ImplicitUsings = "" } };

    // The first form of each file is whole; the others move, rename, change or leave out what other files name.
    private static readonly (string Path, string[] Forms)[] s_files =
    [
        ("Usings.cs", ["global using System; global using System.Threading.Tasks; global using EventGen;", "global using System; global using EventGen;",
            "global using System; global using System.Threading.Tasks; global using EventGen; global using Marked = EventGen.EventAttribute; global using static Shop.Names;",
            "global using System; global using System.Threading.Tasks; global using EventGen; global using Shop.Parts;"]),
        ("Names.cs", ["namespace Shop; public static class Names { public const string Placed = \"placed\"; public const int Late = 3; }",
            "namespace Shop; public static class Names { public const string Placed = \"order.placed\"; public const int Late = -1; }", "namespace Shop.Parts; public static class Names { public const int Late = 3; }"]),
        ("Placed.cs", ["namespace Shop; [Event(Names.Placed)] public partial record Placed(Money Price, Kind Kind = Kind.New) : Tracked, ICounted;",
            "namespace Shop; [Marked] public partial record Placed(Money Price) : Tracked;", "namespace Shop; public record Placed(Money Price);", "namespace Shop.Parts; [Event] public record Placed(Money Price);"]),
        ("PlacedPart.cs", ["namespace Shop; public partial record Placed { public required string Text { get; init; } }", "namespace Shop; [PublishTo(\"a\")] public partial record Placed { }", ""]),
        ("Tracked.cs", ["namespace Shop; public abstract record Tracked { /// <summary>Its number.</summary>\npublic int Number { get; init; } }", "namespace Shop; public abstract record Tracked : ICounted { public string? Note { get; init; } }"]),
        ("Counted.cs", ["namespace Shop; [EventGroup] public interface ICounted;", "namespace Shop; public interface ICounted;", "namespace Shop; [EventGroup(\"all\")] internal interface ICounted;"]),
        ("Money.cs", ["namespace Shop; public readonly record struct Money(decimal Amount);", "namespace Shop; [Obsolete] public class Money;", "namespace Shop; internal class Money;", "namespace Shop.Parts; public class Money;"]),
        ("Kind.cs", ["namespace Shop; public enum Kind { New = 1, Old = 2 }", "namespace Shop; public enum Kind { Old = 1, New = 2 }", ""]),
        ("Base.cs", ["namespace Shop; public abstract class Base<T> { [Subscribe(Order = Names.Late)] public void All(T e) { } }", "namespace Shop; public abstract class Base<T> { public void All(T e) { } }",
            "namespace Shop; public abstract class Base<T>(Services services) { [Subscribe] public Task All(T e, Services more) => Task.CompletedTask; }"]),
        ("Derived.cs", ["namespace Shop; public class PlacedLog : Base<Placed>;", "namespace Shop; public class PlacedLog(Services services) : Base<Placed>(services);", "namespace Shop; public abstract class PlacedLog : Base<Placed>;"]),
        ("Handlers.cs", ["namespace Shop; public partial class Receipts(Services services) { [Subscribe(Order = Names.Late)] public void On(Placed e, Money money) { } }",
            "namespace Shop; public partial class Receipts { [Heard] public static void On(Placed e) { } [Subscribe] public void Each(ICounted e) { } }"]),
        ("HandlersPart.cs", ["namespace Shop; public partial class Receipts { public Receipts(Services one, Services two) : this(one) { } }", "namespace Shop; public abstract partial class Receipts { }", ""]),
        ("Services.cs", ["namespace Shop; public class Services;", "namespace Shop; internal class Services;", "namespace Shop.Parts; public class Services;", "public class HeardAttribute : EventGen.SubscribeAttribute;"]),
        ("Program.cs", ["public static partial class Program { [Subscribe] public static void Main(Shop.Placed e) { } }", "_ = 1; public static partial class Program { [Subscribe] public static void On(Shop.Placed e) { } }",
            "[assembly: EventGenOptions(Namespace = Shop.Names.Placed)]"]),
        ("Json.cs", ["using System.Text.Json.Serialization; namespace Shop; [JsonSerializable(typeof(Placed))] public partial class Json : JsonSerializerContext;",
            "using System.Text.Json.Serialization; namespace Shop; [JsonSerializable(typeof(Placed)), JsonSourceGenerationOptions(IncludeFields = true, Converters = [typeof(Converter)])] public partial class Json : JsonSerializerContext;",
            "using System.Text.Json.Serialization; namespace Shop; [JsonSerializable(typeof(Parts.Placed)), JsonSerializable(typeof(Placed)), JsonSourceGenerationOptions(PropertyNamingPolicy = (JsonKnownNamingPolicy)Names.Late)] public partial class Json : JsonSerializerContext;", ""]),
        ("Converter.cs", ["namespace Shop; public class Converter : System.Text.Json.Serialization.JsonConverter<Kind>;", "namespace Shop; public class Converter : System.Text.Json.Serialization.JsonConverter<Money>;", ""]),
        ("Unrelated.cs", ["namespace Shop; public class Unrelated { public int One; }", "namespace Shop; public class Unrelated { public int Two; }", "namespace Shop.Parts; public class Kind;", "namespace Shop.Names; public class Unrelated;"]),
    ];

    private readonly Dictionary<string, SourceFile> _files = s_files.ToDictionary(static file => file.Path, static file => new SourceFile(file.Path, file.Forms[0]));

    public GeneratorRun RunCold() => s_generator.StartUntracked([.. _files.Values]);

    /// <summary>Gives one file another form, and goes on from the last run.</summary>
    public GeneratorRun Edit(GeneratorRun last)
    {
        var (path, forms) = s_files[random.Next(s_files.Length)];
        var file = new SourceFile(path, forms[random.Next(forms.Length)]);
        _files[path] = file;
        return last.Replace(file);
    }

    public override string ToString() => string.Join("\n\n", _files.Values.Select(static file => $"// {file.Path}\n{file.Text}"));
}
