using EventGen.Generators.Pipeline;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Tests.Aggregation;

/// <summary>An edit writes the files again that it concerns, and no others.</summary>
public sealed class IncrementalTests
{
    private static readonly SourceFile[] s_shop =
    [
        new("Events.cs",
            """
            using System.Text.Json.Serialization;
            namespace Shop;
            /// <summary>Said once.</summary>
            [Event] public record Placed(int Number) : ITracked;
            [EventGroup] public interface ITracked;
            // Between.
            /// <param name="Weight">In grams.</param>
            [Event("shipped")] public record Shipped(int Weight);
            [JsonSerializable(typeof(Placed))] public partial class ShopJson : JsonSerializerContext;
            """),
        new("Handlers.cs",
            """
            namespace Shop;
            public abstract class Logging<T> { [Subscribe] public void Log(T e) => Console.WriteLine("before"); }
            public class PlacedLog : Logging<Placed>;
            public class Receipts
            {
                public int Sent { get => 1; set { _ = value; } }
                [Subscribe] public void On(Shipped e) { }
            }
            public static class Referenced { [Subscribe] public static void OnPaid(Contracts.Paid e) { } }
            public static class Audit { [Subscribe] public static void Placed(Placed e) { } }
            """),
    ];

    private static readonly Lazy<GeneratorHarness> s_generator = new(static () =>
        (Project.Generator with { RequiredSteps = [.. TrackingNames.All] })
            .WithJsonGenerator()
            .Referencing((Project.Generator with { Project = Project.Setup with { AssemblyName = "Contracts", RootNamespace = "Contracts" } })
                .Run("namespace Contracts; [Event] public record Paid(int Amount); [Event] public record Refunded(int Amount);")));

    private readonly GeneratorRun _run = s_generator.Value.Run(s_shop);

    [Fact]
    public void UnrelatedEdit_TouchesNothing() => AssertUntouched(_run.Add("namespace Elsewhere { class New : Exception { void M() { } } }"));

    [Theory]
    [InlineData("\"before\"", "\"after\"")]
    [InlineData("On(Shipped e) { }", "On(Shipped e) { int half = e.Weight / 2; }")]
    [InlineData("On(Shipped e) { }", "On(Shipped e) { e. }")]
    [InlineData("get => 1;", "get => 2;")]
    [InlineData("set { _ = value; }", "set { _ = value + 1; }")]
    public void BodyEdit_EndsAtTheOutline(string before, string after)
    {
        var edited = _run.Edit(before, after);

        string[] looked = [TrackingNames.Fingerprint, TrackingNames.Declarations];
        Assert.All(looked, name => Assert.Equal([IncrementalStepRunReason.Unchanged], edited.Step(name).Reasons));
        // The driver collects nothing at all as if it were new each time.
        var behind = edited.Steps.Where(step => !looked.Contains(step.Name) && step.Name != TrackingNames.UnreadHandlers);
        Assert.All(behind.Concat(edited.Outputs), static step => Assert.True(step.IsCached, step.ToString()));
    }

    [Fact]
    public void CommentAboveAnEvent_TouchesNothing() => AssertUntouched(_run.Edit("// Between.", "// Between\n// two lines."));

    [Fact]
    public void Whitespace_TouchesNothing() => AssertUntouched(_run.Edit("(int Number)", "(\n    int Number\n)"));

    [Fact]
    public void NewEvent_WritesItsFileAndTheModule()
    {
        var edited = _run.Add("namespace Shop; [Event] public record Added(int A);");

        AssertWrites(edited, "Events.Added.g.cs", "ShopEventModule.g.cs");
    }

    [Fact]
    public void NewEventBeforeOthers_ChangesItsFileAndTheModule()
    {
        // The driver tells the declarations of one file apart by their place alone, so those that follow are written again, as they were.
        var edited = _run.Edit("/// <summary>Said", "[Event] public record Added(int A);\n/// <summary>Said");

        Assert.Equal(["Events.Added.g.cs", "ShopEventModule.g.cs"], edited.ChangedSources);
    }

    [Fact]
    public void RemovedEvent_TakesItsFileFromTheModule()
    {
        var edited = _run.Edit("[Event(\"shipped\")] public record", "public record");

        Assert.Equal(["Events.Shipped.g.cs", "Handlers.Shop.Receipts.g.cs", "ShopEventModule.g.cs"], edited.ChangedSources);
        Assert.Equal(1, Executed(edited));
    }

    [Fact]
    public void ChangedPart_WritesItsEventAlone() =>
        AssertWrites(_run.Edit("record Shipped(int Weight)", "record Shipped(long Weight)"), "Events.Shipped.g.cs");

    [Fact]
    public void ChangedSummary_WritesItsEventAlone() => AssertWrites(_run.Edit("Said once", "Said otherwise"), "Events.Placed.g.cs");

    [Fact]
    public void ChangedCommentOfAPart_WritesItsEventAlone()
    {
        var edited = _run.Edit("In grams", "In ounces");

        AssertWrites(edited, "Events.Shipped.g.cs");
        Assert.Contains("<param name=\"weight\">In ounces.</param>", edited.Sources["Events.Shipped.g.cs"]);
    }

    [Fact]
    public void NewStaticHandler_WritesItsEventAlone() =>
        AssertWrites(_run.Add("namespace Shop; static class New { [Subscribe] public static void On(Shipped e) { } }"), "Events.Shipped.g.cs");

    [Fact]
    public void NewHandlerClass_WritesItsFileItsEventAndTheModule() => AssertWrites(
        _run.Add("namespace Shop; public class New { [Subscribe] public void On(Shipped e) { } }"),
        "Events.Shipped.g.cs", "Handlers.Shop.New.g.cs", "ShopEventModule.g.cs");

    [Fact]
    public void NewDerivedClass_WritesItsFileItsEventAndTheModule() => AssertWrites(
        _run.Add("namespace Shop; public class ShippedLog : Logging<Shipped>;"),
        "Events.Shipped.g.cs", "Handlers.Shop.ShippedLog.g.cs", "ShopEventModule.g.cs");

    [Fact]
    public void RemovedHandler_WritesItsEventAlone() =>
        AssertWrites(_run.Edit("[Subscribe] public static void Placed(", "public static void Placed("), "Events.Placed.g.cs");

    [Fact]
    public void NewHandlerOfAReferencedEvent_WritesThatEventsFileAlone() => AssertWrites(
        _run.Add("namespace Shop; static class New { [Subscribe] public static void On(Contracts.Paid e) { } }"), "Handlers.Contracts.Paid.g.cs");

    [Fact]
    public void FirstHandlerOfAReferencedEvent_TakesTheAccessorToItsFile() => AssertWrites(
        _run.Add("namespace Shop; static class New { [Subscribe] public static void On(Contracts.Refunded e) { } }"),
        ["Accessors.Contracts.g.cs", "Handlers.Contracts.Refunded.g.cs", "ShopEventModule.g.cs"], written: 2);

    [Fact]
    public void EventListedInAContext_WritesItsEventAlone() => AssertWrites(
        _run.Edit("[JsonSerializable(typeof(Placed))]", "[JsonSerializable(typeof(Placed))] [JsonSerializable(typeof(Shipped))]"), "Events.Shipped.g.cs");

    [Fact]
    public void ChangedId_WritesItsEventAlone() => AssertWrites(_run.Edit("\"shipped\"", "\"sent\""), "Events.Shipped.g.cs");

    [Fact]
    public void RemovedFile_LeavesTheFilesBehindItAlone()
    {
        var run = _run.Add(new SourceFile("First.cs", "namespace Shop; [Event] public record First;"))
            .Add(new SourceFile("Second.cs", "namespace Shop; [Event] public record Second;"));

        AssertWrites(run.Replace(new SourceFile("First.cs", "")), ["Events.First.g.cs", "ShopEventModule.g.cs"], written: 1);
        AssertWrites(run.Remove("First.cs"), ["Events.First.g.cs", "ShopEventModule.g.cs"], written: 1);
    }

    [Fact]
    public void BodyEdit_AfterAHandlerClassWent_KeepsTheFilesOfTheOthers()
    {
        var run = s_generator.Value.StartUntracked(
            "namespace Shop; [Event] public record Placed(int Number);",
            "namespace Shop; public class First { [Subscribe] public void On(Placed e) { } }",
            "namespace Shop; public class Second { [Subscribe] public void On(Placed e) { _ = 1; } }");

        var edited = run.Edit("public class First { [Subscribe]", "public class First {").Edit("_ = 1;", "_ = 2;");

        Assert.Equal(["Handlers.Shop.Second.g.cs"], edited.Sources.Keys.Where(static file => file.StartsWith("Handlers.", StringComparison.Ordinal)));
    }

    [Fact]
    public void ChangedReference_WritesItsAccessorsTheUsingsAndTheModule()
    {
        var other = (Project.Generator with { Project = Project.Setup with { AssemblyName = "Other", RootNamespace = "Other" } })
            .Run("namespace Other; [Event] public record Elsewhere(int Amount);");

        AssertWrites(_run.Change(project => project.AddReferences(other.ToReference())), ["Accessors.Other.g.cs", "EventGen.Usings.g.cs", "ShopEventModule.g.cs"], written: 2);
    }

    [Fact]
    public void ReplacedReference_OfTheSameContent_TouchesNothing() => AssertUntouched(_run.Change(static project =>
    {
        var reference = (PortableExecutableReference)project.References.Single(static reference => reference.Display?.EndsWith("EventGen.dll") == true);
        return project.ReplaceReference(reference, MetadataReference.CreateFromFile(reference.FilePath!));
    }));

    [Fact]
    public void ChangedOutputKind_IsReadAnew()
    {
        var edited = _run.Add("static class Program { static void Main() { } }")
            .Change(static project => project.WithOptions(project.Options.WithOutputKind(OutputKind.ConsoleApplication)));

        Assert.Equal(["EventGen.Ambient.g.cs"], edited.ChangedSources);
    }

    [Fact]
    public void ChangedRootNamespace_WritesEverything()
    {
        var edited = _run.Edit("\"before\"", "\"after\"").ChangeOption("build_property.RootNamespace", "Store");

        Assert.Equal(_run.Sources.Keys.Where(static file => file != "EventGen.Unread.g.cs"), edited.ChangedSources);
        Assert.Contains("namespace Store", edited.Sources["ShopEventModule.g.cs"]);
    }

    [Fact]
    public void NewOption_WritesEverything()
    {
        var edited = _run.Add("[assembly: EventGenOptions(AccessorName = \"ShopEvents\")]");

        Assert.Equal(
            [
                "Accessors.Contracts.g.cs", "EventGen.Usings.g.cs", "Events.Placed.g.cs", "Events.Shipped.g.cs", "Groups.Shop.ITracked.g.cs",
                "Handlers.Contracts.Paid.g.cs", "ShopEventModule.g.cs",
            ],
            edited.ChangedSources);
    }

    private static void AssertUntouched(GeneratorRun run) =>
        Assert.All(
            run.Steps.Where(static step => step.Name != TrackingNames.Fingerprint).Concat(run.Outputs),
            static step => Assert.True(step.IsUntouched, step.ToString()));

    // Not only do the other files stay as they were: nothing wrote them a second time.
    private static void AssertWrites(GeneratorRun run, params string[] files) => AssertWrites(run, files, files.Length);

    private static void AssertWrites(GeneratorRun run, string[] changed, int written)
    {
        Assert.Equal(changed, run.ChangedSources);
        Assert.Equal(written, Executed(run));
    }

    private static int Executed(GeneratorRun run) => run.Outputs.Sum(static step => step.Reasons.Count(
        static reason => reason is IncrementalStepRunReason.New or IncrementalStepRunReason.Modified));
}
