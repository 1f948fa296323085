using EventGen.TestKit;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Tests.Joining;

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
            [Event("shipped")] public record Shipped(int Weight);
            [JsonSerializable(typeof(Placed))] public partial class ShopJson : JsonSerializerContext;
            """),
        new("Handlers.cs",
            """
            namespace Shop;
            public abstract class Logging<T> { [Subscribe] public void Log(T e) => Console.WriteLine("before"); }
            public class PlacedLog : Logging<Placed>;
            public class Receipts { [Subscribe] public void On(Shipped e) { } }
            public static class Foreign { [Subscribe] public static void OnPaid(Contracts.Paid e) { } }
            public static class Audit { [Subscribe] public static void Placed(Placed e) { } }
            """),
    ];

    private static readonly Lazy<GeneratorHarness> s_generator = new(static () =>
        (Project.Generator with { RequiredSteps = [.. TrackingNames.All] })
            .WithJsonGenerator()
            .Referencing((Project.Generator with { Project = Project.Setup with { AssemblyName = "Contracts", RootNamespace = "Contracts" } })
                .Run("namespace Contracts; [Event] public record Paid(int Amount);")));

    private readonly GeneratorRun _run = s_generator.Value.Run(s_shop);

    [Fact]
    public void UnrelatedEdit_TouchesNothing() => AssertUntouched(_run.Add("namespace Elsewhere { class New : Exception { void M() { } } }"));

    [Fact]
    public void HandlersBody_TouchesNothing() => AssertUntouched(_run.Edit("\"before\"", "\"after\""));

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
    public void NewForeignHandler_WritesThatEventsFileAlone() => AssertWrites(
        _run.Add("namespace Shop; static class New { [Subscribe] public static void On(Contracts.Paid e) { } }"), "Handlers.Contracts.Paid.g.cs");

    [Fact]
    public void EventListedInAContext_WritesItsEventAlone() => AssertWrites(
        _run.Edit("[JsonSerializable(typeof(Placed))]", "[JsonSerializable(typeof(Placed))] [JsonSerializable(typeof(Shipped))]"), "Events.Shipped.g.cs");

    [Fact]
    public void ChangedId_WritesItsEventAlone() => AssertWrites(_run.Edit("\"shipped\"", "\"sent\""), "Events.Shipped.g.cs");

    [Fact]
    public void NewOption_WritesEverything()
    {
        var edited = _run.Add("[assembly: EventGenOptions(AccessorName = \"ShopEvents\")]");

        Assert.Equal(["EventGen.Usings.g.cs", "Events.Placed.g.cs", "Events.Shipped.g.cs", "ShopEventModule.g.cs"], edited.ChangedSources);
    }

    private static void AssertUntouched(GeneratorRun run) =>
        Assert.All(run.Steps.Concat(run.Outputs), static step => Assert.True(step.IsUntouched, step.ToString()));

    // Not only do the other files stay as they were: nothing wrote them a second time.
    private static void AssertWrites(GeneratorRun run, params string[] files)
    {
        Assert.Equal(files, run.ChangedSources);
        Assert.Equal(files.Length, Executed(run));
    }

    private static int Executed(GeneratorRun run) => run.Outputs.Sum(static step => step.Reasons.Count(
        static reason => reason is IncrementalStepRunReason.New or IncrementalStepRunReason.Modified));
}
