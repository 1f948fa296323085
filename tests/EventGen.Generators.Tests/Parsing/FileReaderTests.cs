using EventGen.Generators.Pipeline;

namespace EventGen.Generators.Tests.Parsing;

/// <summary>Marked declarations are found by how their attributes are written, and each is read by itself.</summary>
public sealed class FileReaderTests
{
    // What no parser expects: an attribute of the runtime's name whose values are of another type.
    private const string Unexpected =
        """
        namespace EventGen
        {
            public sealed class EventAttribute : Attribute { public string[]? Description { get; set; } }
            public sealed class SubscribeAttribute : Attribute { public int[]? Order { get; set; } }
        }
        """;

    [Theory]
    [InlineData("", "Event", "Subscribe")]
    [InlineData("", "EventAttribute", "SubscribeAttribute()")]
    [InlineData("", "global::EventGen.Event", "EventGen.SubscribeAttribute")]
    [InlineData("", "@EventAttribute", "@SubscribeAttribute")]
    [InlineData("", @"\u0045vent", @"\u0053ubscribe")]
    [InlineData("using E = EventGen.EventAttribute; using S = EventGen.SubscribeAttribute;", "E", "S")]
    [InlineData("using EAttribute = EventGen.EventAttribute; using SAttribute = EventGen.SubscribeAttribute;", "E", "SAttribute")]
    [InlineData("global using E = EventGen.EventAttribute; global using S = EventGen.SubscribeAttribute;", "E", "S")]
    [InlineData("using G = EventGen;", "G.Event", "G::Subscribe")]
    [InlineData("using G = global::EventGen.EventAttribute; using @class = EventGen.SubscribeAttribute;", "Obsolete, G", "@class")]
    public void Read_HoweverTheAttributesAreWritten_FindsTheDeclarations(string aliases, string marked, string subscribed)
    {
        var generator = Project.Generator with { AllowedDiagnostics = ["CS0612", "CS8981"] };   // obsolete; "class" may be no name one day

        var run = generator.Run($$"""
            {{aliases}}
            namespace Shop;
            [{{marked}}] public record Placed(int Number);
            public class Receipts { [{{subscribed}}] public void On(Placed e) { } }
            """);

        Assert.Contains("new(\"Shop.Receipts.On\"", run.Sources["Events.Placed.g.cs"]);
    }

    [Fact]
    public void Read_WhenANamespaceHasTheAlias_FindsTheDeclarationsInIt()
    {
        var run = Project.Generator.Run("""
            namespace Shop { using E = EventGen.EventAttribute; [E] public record Placed(int Number); }
            namespace Shop.Other { using E = System.SerializableAttribute; [E] public record Shipped(int Number); }
            """);

        Assert.Equal(["Events.Placed.g.cs"], run.Sources.Keys.Where(static file => file.StartsWith("Events.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Read_WhenAnotherFileChangesWhatAGlobalAliasStandsFor_ReadsThatAnew()
    {
        var run = Project.Generator.Start("global using Marked = System.SerializableAttribute;", "namespace Shop; [Marked] public record Placed(int Number);");

        var edited = run.Edit("System.SerializableAttribute", "EventGen.EventAttribute");

        Assert.DoesNotContain("Events.Placed.g.cs", run.Sources.Keys);
        Assert.Contains("Events.Placed.g.cs", edited.Sources.Keys);
    }

    [Theory]
    [InlineData("[Event] public partial record Placed; [Event] public partial record Placed;", "")]
    [InlineData("[Event] public partial record Placed;", "[Event] public partial record Placed;")]
    [InlineData("[Event] public partial record Placed;", "using E = EventGen.EventAttribute; namespace Shop { [E] public partial record Placed; }")]
    [InlineData("[Obsolete] public partial record Placed;", "namespace Shop { [Event] public partial record Placed; }")]
    public void Read_WhenSeveralPartsAreMarked_TakesTheEventOnce(string first, string second)
    {
        var generator = Project.Generator with { AllowedDiagnostics = ["CS0579", "CS0612"] };   // the compiler's word on the second attribute; obsolete

        var run = generator.Run($"namespace Shop {{ {first} }}", second.Contains("namespace", StringComparison.Ordinal) ? second : $"namespace Shop {{ {second} }}");

        Assert.Single(run.Step(TrackingNames.Events).Reasons);
        Assert.Contains("Events.Placed.g.cs", run.Sources.Keys);
    }

    [Fact]
    public void Read_WhenBothPartsOfAMethodAreMarked_TakesTheHandlerOnce()
    {
        var generator = Project.Generator with { AllowedDiagnostics = ["CS0579"] };

        var run = generator.Run(
            "namespace Shop; [Event] public record Placed; public static partial class H { [Subscribe] public static partial void On(Placed e); }",
            "namespace Shop; public static partial class H { [Subscribe] public static partial void On(Placed e) { } }");

        Assert.Single(run.Step(TrackingNames.Handlers).Reasons);
    }

    [Fact]
    public void Read_WhenBothPartsOfAContextAreMarked_TakesAllThatTheyListOnce()
    {
        var run = Project.Generator.Start(
            "using System.Text.Json.Serialization; namespace Shop; [JsonSerializable(typeof(Placed))] public partial class ShopJson : JsonSerializerContext;",
            "using System.Text.Json.Serialization; namespace Shop; [JsonSerializable(typeof(Shipped))] public partial class ShopJson;",
            "namespace Shop; [Event] public record Placed; [Event] public record Shipped;");

        Assert.Single(run.Step(TrackingNames.JsonContexts).Reasons);
        Assert.Contains("ShopJson", run.Sources["Events.Placed.g.cs"]);
        Assert.Contains("ShopJson", run.Sources["Events.Shipped.g.cs"]);
    }

    [Fact]
    public void Read_WhenAnItemFails_IsOneFailureAndLeavesTheOthers()
    {
        var run = Project.Generator.Start(Unexpected, """
            namespace Shop
            {
                [Event] public record Good;
                public static class Outer { [Event(Description = new[] { "a" })] public record Bad; }
                [Event] public record Better;
            }
            """);

        Assert.Equal(["Events.Better.g.cs", "Events.Good.g.cs"], run.Sources.Keys.Where(static file => file.StartsWith("Events.", StringComparison.Ordinal)));
        var failure = Assert.Single(run.Diagnostics);
        Assert.Equal("EVG5000", failure.Id);
        Assert.StartsWith("The generator failed on 'Shop.Outer.Bad' and left it out (InvalidOperationException: ", failure.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenAnInheritedHandlerFails_LeavesTheOthersOfItsClass()
    {
        var run = Project.Generator.Start(Unexpected, """
            namespace Shop
            {
                [Event] public record Placed;
                public abstract class Base
                {
                    [Subscribe] public void Good(Placed e) { }
                    [Subscribe(Order = new[] { 1 })] public void Bad(Placed e) { }
                }
                public class Receipts : Base;
            }
            """);

        Assert.Contains("new(\"Shop.Receipts.Good\"", run.Sources["Events.Placed.g.cs"]);
        Assert.StartsWith("The generator failed on 'Shop.Base.Bad'", Assert.Single(run.Diagnostics).GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenAFailingItemIsMended_ReportsItNoMore()
    {
        var run = Project.Generator.StartUntracked(Unexpected, "[Event(Description = new[] { \"a\" })] public record Bad;").Edit("(Description = new[] { \"a\" })", "");

        Assert.Empty(run.Diagnostics);
        Assert.Contains("Events.Bad.g.cs", run.Sources.Keys);
    }
}
