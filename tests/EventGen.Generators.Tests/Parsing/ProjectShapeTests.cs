using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Generators.Tests.Parsing;

/// <summary>Whatever a project is called and however it is built, what is generated for it compiles.</summary>
public sealed class ProjectShapeTests
{
    private const string Placed = "namespace Shop.Orders; [global::EventGen.Event] public sealed record Placed(int Number);";

    private const string Handler =
        "namespace Shop.Orders; public class Receipts { [global::EventGen.Subscribe] public void Send(Placed e) { } }";

    [Theory]
    [InlineData("Shop", "Shop", "Shop.ShopEventModule")]
    [InlineData("Acme.Shop", "Acme.Shop", "Acme.Shop.AcmeShopEventModule")]
    [InlineData("Acme.System", "Acme.System", "Acme.System.AcmeSystemEventModule")]
    [InlineData("EventGen.Something", "EventGen.Something", "EventGen.Something.EventGenSomethingEventModule")]
    [InlineData("Acme", "", "AcmeEventModule")]
    [InlineData("acme-shop", "acme-shop", "acme_shop.acme_shopEventModule")]
    [InlineData("7 Dwarfs", "7 Dwarfs", "_7_Dwarfs._7_DwarfsEventModule")]
    [InlineData("Acme.class", "Acme.class.event", "Acme.@class.@event.AcmeclassEventModule")]
    [InlineData("Acme.Shop", null, "Acme.Shop.AcmeShopEventModule")]
    public void Generate_ForAProjectNamed_NamesTheModule(string assembly, string? rootNamespace, string module)
    {
        var generator = Project.Generator with { Project = Project.Setup with { AssemblyName = assembly, RootNamespace = rootNamespace } };

        var run = generator.Run(Placed, Handler);

        string hint = module.Substring(module.LastIndexOf('.') + 1) + ".g.cs";
        Assert.Contains($"[assembly: global::EventGen.EventModule(typeof(global::{module}))]", run.Sources[hint]);
        Assert.Equal(rootNamespace != "", run.Sources["EventGen.Usings.g.cs"].Contains("global using Events = ", StringComparison.Ordinal));
    }

    [Fact]
    public void Generate_WithOptions_TakesTheirNames()
    {
        var run = Project.Generator.Run(
            """
            [assembly: EventGenOptions(AccessorName = "ShopEvents", Namespace = "Shop.Messaging", ModuleName = "TheModule")]
            """,
            Placed,
            "class Use { object All() => (Shop.Messaging.ShopEvents.Placed, Shop.Messaging.TheModule.Instance); }");

        Assert.Contains("TheModule.g.cs", run.Sources.Keys);
    }

    [Fact]
    public void Generate_WithAnAccessorName_UsesItEverywhereButInTheId()
    {
        var run = Project.Generator.Run(
            """
            namespace Shop;
            [Event(AccessorName = "BidPlaced")] public record Placed(int Number);
            [Event(AccessorName = "event")] public record Moved;
            public static class Asks { [Event("ask.placed")] public record Placed(int Number); }
            public static class H { [Subscribe] public static void On(Placed e) { } [Subscribe] public static void On(Moved e) { } }
            class Use { void All() { Events.BidPlaced.Emit(number: 1); Events.@event.Emit(new Moved()); Events.Placed.Emit(number: 2); } }
            """);

        Assert.Equal(["EventGen.Usings.g.cs", "Events.BidPlaced.g.cs", "Events.Placed.g.cs", "Events.event.g.cs", "ShopEventModule.g.cs"], run.Sources.Keys);
        Assert.Contains("Id = \"placed\",", run.Sources["Events.BidPlaced.g.cs"]);
    }

    [Fact]
    public void Generate_WithAnAccessorNameThatIsNone_LeavesTheEventOut() => Assert.Empty(
        Project.Generator.Run("namespace Shop; [Event(AccessorName = \"bid placed\")] public record Placed;").Sources);

    [Theory]
    [InlineData(NullableContextOptions.Disable)]
    [InlineData(NullableContextOptions.Annotations)]
    [InlineData(NullableContextOptions.Enable)]
    public void Generate_WhateverTheNullableContext_Compiles(NullableContextOptions nullable)
    {
        var generator = Project.Generator with { Project = Project.Setup with { Nullable = nullable, ImplicitUsings = "" } };

        generator.Run(
            """
            [global::EventGen.Event] public record Placed([property: global::EventGen.EventKey] string Customer, object[] Lines, string Note = null!);
            public class Receipts(System.IServiceProvider services, string text = null!)
            {
                [global::EventGen.Subscribe]
                public System.Threading.Tasks.Task Send(Placed e, System.Version service) => throw new System.Exception($"{services}{text}");
            }
            """);
    }

    [Fact]
    public void Generate_WithoutParsedComments_StillReadsTheSummary()
    {
        var generator = Project.Generator with { Project = Project.Setup with { DocumentationMode = DocumentationMode.None } };

        var run = generator.Run(
            """
            namespace Shop;
            // A remark for maintainers.
            /// <summary>
            /// A customer &amp; <see cref="Placed"/>
            /// <c>placed</c> an order.
            /// </summary>
            /// <remarks>More.</remarks>
            [Event] public record Placed;
            """);

        Assert.Contains("Description = \"A customer & Placed placed an order.\",", run.Sources["Events.Placed.g.cs"]);
        Assert.Contains("<summary>A customer &amp; Placed placed an order.</summary>", run.Sources["Events.Placed.g.cs"]);
    }

    [Theory]
    [InlineData("/** <summary>Text.</summary> */", "Text.")]
    [InlineData("/**\n * <summary>\n * Two\n * lines.\n * </summary>\n */", "Two lines.")]
    [InlineData("/// <summary>Broken < text.</summary>", null)]
    [InlineData("//// <summary>No comment.</summary>", null)]
    [InlineData("/// <summary>Null is <see langword=\"null\"/>, an item <see cref=\"P:System.String.Length\"/>.</summary>", "Null is null, an item Length.")]
    public void Generate_WhateverTheCommentsForm_ReadsTheSummary(string comment, string? description)
    {
        var generator = Project.Generator with { AllowedDiagnostics = ["CS1570"] };

        string text = generator.Run($"namespace Shop;\n{comment}\n[Event] public record Placed;").Sources["Events.Placed.g.cs"];

        Assert.Equal(description is not null, text.Contains("Description = "));
        if (description is not null) Assert.Contains($"Description = \"{description}\",", text);
    }

    [Fact]
    public void Generate_ForACommonLanguageAssembly_SaysWhatIsNot() =>
        Project.Generator.Run("[assembly: CLSCompliant(true)]", "[Event] public record Placed(int Number);", Handler.Replace("Send(Placed", "Send(global::Placed"));

    [Fact]
    public void Generate_OfObsoleteDeclarations_CarriesTheNotice()
    {
        var generator = Project.Generator with { AllowedDiagnostics = ["CS0618", "CS0612"] };
        var run = (generator with { AllowedDiagnostics = [] }).Run(
            """
            namespace Shop;
            [Obsolete("Use Shipped")] [Event] public record Placed(int Number);
            [Obsolete("Gone", true)] [Event] public record Gone(int Number);
            [Obsolete] [Event] public record Plain(int Number);
            [Obsolete("Mine", DiagnosticId = "SHOP1")] [Event] public record Own(int Number);
            public record Old { [Obsolete("Part")] public Old(int number) { } }
            [Event] public record PartOld { [Obsolete("Part")] public PartOld(int number) => Number = number; [Obsolete("K")] [EventKey] public int Number { get; } }
            [Obsolete("Handlers")] public class Handlers { [Subscribe] public void On(Placed e) { } [Subscribe] public void On(PartOld e) { } }
            [Obsolete("Handlers", true)] public class Late { [Subscribe] public void On(Gone e) { } [Subscribe] public void On(PartOld e) { } }
            """);

        Assert.Contains("[global::System.Obsolete(\"Use Shipped\")]", run.Sources["Events.Placed.g.cs"]);
        Assert.Contains("[global::System.Obsolete(\"Gone\", true)]", run.Sources["Events.Gone.g.cs"]);
        Assert.Contains("[global::System.Obsolete(\"Mine\", DiagnosticId = \"SHOP1\")]", run.Sources["Events.Own.g.cs"]);
        Assert.DoesNotContain("CS06", run.Sources["EventGen.Usings.g.cs"]);
    }

    [Fact]
    public void Generate_OfExperimentalDeclarations_CarriesTheNotice()
    {
        var run = Project.Generator.Run(
            """
            #pragma warning disable SHOP7, SHOP8
            using System.Diagnostics.CodeAnalysis;
            namespace Shop;
            [Experimental("SHOP7")] [Event] public record Placed(Part Part);
            [Experimental("SHOP8")] public record Part;
            [Experimental("SHOP8")] public class Handlers { [Subscribe] public void On(Placed e) { } }
            """);

        Assert.Contains("#pragma warning disable SHOP7, SHOP8\n", run.Sources["Events.Placed.g.cs"]);
        Assert.Contains("[global::System.Diagnostics.CodeAnalysis.ExperimentalAttribute(\"SHOP7\")]", run.Sources["Events.Placed.g.cs"]);
    }

    [Fact]
    public void Generate_OfAPartialType_TakesItOnce()
    {
        var run = Project.Generator.Run(
            "namespace Shop; /// <summary>Said here.</summary>\npublic partial record Placed(int Number);",
            "namespace Shop; [Event] [PublishTo(\"a\")] public partial record Placed { public string Note => \"\"; }",
            "namespace Shop; [PublishTo(\"b\")] public partial record Placed;",
            "namespace Shop; public partial class H : B; public partial class H : I; public interface I; public class B { [Subscribe] public void On(Placed e) { } }");

        string text = run.Sources["Events.Placed.g.cs"];
        Assert.Contains("Publishers = [\"a\", \"b\"],", text);
        Assert.Contains("Description = \"Said here.\",", text);
        Assert.Contains("new(\"Note\", typeof(string), Required: true),", text);
        Assert.Single(text.Split("new(\"Shop.H.On\"").Skip(1));
    }

    [Fact]
    public void Generate_WhenTheAttributeIsOnTwoParts_StillGeneratesOnce()
    {
        var generator = Project.Generator with { AllowedDiagnostics = ["CS0579"] };   // the compiler's word on the second attribute

        var run = generator.Run("namespace Shop; [Event] public partial record Placed;", "namespace Shop; [Event] public partial record Placed;");

        Assert.Contains("Events.Placed.g.cs", run.Sources.Keys);
    }

    [Fact]
    public void Generate_OfNamesThatDifferInCaseAlone_KeepsTheFilesApart()
    {
        var generator = Project.Generator with { AllowedDiagnostics = ["CS8981"] };   // "order" may become a word of the language

        var run = generator.Run(
            """
            namespace Shop;
            [Event("a")] public record Order(int Number);
            [Event("b")] public record order(int Number);
            class Use { object All() => (Events.Order, Events.order); }
            """);

        Assert.Contains("Events.Order.g.cs", run.Sources.Keys);
        Assert.Contains("Events.order-2.g.cs", run.Sources.Keys);
    }

    [Fact]
    public void Generate_OfTwoHundredEvents_WritesAFileForEach()
    {
        string events = string.Join("\n", Enumerable.Range(0, 200).Select(number => $"[Event] public record Event{number}Happened(int Number);"));
        string handlers = string.Join("\n", Enumerable.Range(0, 200).Select(number => $"[Subscribe] public void On(Event{number}Happened e) {{ }}"));

        var run = Project.Generator.Run($"namespace Shop; {events} public class H {{ {handlers} }}");

        Assert.Equal(200, run.Sources.Keys.Count(static name => name.StartsWith("Events.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Generate_WithTwoJsonContexts_TakesTheFirstThatListsTheEvent()
    {
        var run = Project.Generator.WithJsonGenerator().Run(
            """
            using System.Text.Json.Serialization;
            namespace Shop;
            [Event] public record Placed(int Number);
            [Event] public record struct Shipped(int Number);
            [JsonSerializable(typeof(Shipped))] internal partial class AJson : JsonSerializerContext;
            [JsonSerializable(typeof(Placed))] [JsonSerializable(typeof(Shipped))] public partial class BJson : JsonSerializerContext;
            public partial class Outer { [JsonSerializable(typeof(Placed))] private partial class Hidden : JsonSerializerContext; }
            """);

        Assert.Contains("global::Shop.BJson.Default", run.Sources["Events.Placed.g.cs"]);
        Assert.Contains("global::Shop.AJson.Default", run.Sources["Events.Shipped.g.cs"]);
    }

    [Fact]
    public void Generate_ForAnOlderLanguage_WritesNothing()
    {
        var generator = Project.Generator with
        {
            Project = Project.Setup with { LanguageVersion = LanguageVersion.CSharp11, OutputKind = OutputKind.ConsoleApplication },
        };

        Assert.Empty(generator.Start("namespace Shop; [Event] public record Placed { public static void Main() { } [Subscribe] public static void On(Placed e) { } }").Sources);
    }

    [Fact]
    public void Generate_WithoutEventsOrHandlers_WritesNothing() => Assert.Empty(Project.Generator.Run("class Nothing;").Sources);
}
