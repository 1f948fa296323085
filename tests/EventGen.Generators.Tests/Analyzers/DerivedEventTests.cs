using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Tests.Analyzers;

/// <summary>Events that derive from events: each is emitted to its own handlers alone.</summary>
public sealed class DerivedEventTests
{
    private static readonly AnalyzerHarness s_events = new(static () => new EventAnalyzer()) { Project = Project.Setup, Generators = [static () => new EventGenGenerator()] };

    [Fact, Fires("EVG1013")]
    public async Task EventOfAnEvent_IsSuggestedToBeSeenToo()
    {
        var reported = await s_events.VerifyAsync(
            """
            namespace Shop;
            [Event] public record Placed(int Number);
            [Event] public sealed record {|EVG1013:RushPlaced|}(int Number) : Placed(Number);
            public abstract record Between(int Number) : Placed(Number);
            [Event] public sealed record {|EVG1013:LatePlaced|}(int Number) : Between(Number);
            """);

        Assert.Equal(DiagnosticSeverity.Info, reported[0].Severity);
        Assert.Equal(
            "Event 'Shop.RushPlaced' derives from the event 'Shop.Placed', whose handlers do not run when it is emitted; "
            + "handle it too, or put both in a group and handle that",
            reported[0].GetMessage());
    }

    [Fact, Fires("EVG1013")]
    public Task EventOfAnotherAssemblysEvent_IsReported()
    {
        var contracts = (Project.Generator with { Project = Project.Setup with { AssemblyName = "Contracts", RootNamespace = "Contracts" } })
            .Run("namespace Contracts; [Event] public record Placed(int Number);").ToReference();

        return (s_events with { Project = Project.Setup with { References = Project.Setup.References.Add(contracts) } })
            .VerifyAsync("namespace Shop; [Event] public sealed record {|EVG1013:RushPlaced|}(int Number) : Contracts.Placed(Number);");
    }

    [Fact, Silent("EVG1013")]
    public Task EventOfSomethingElse_IsNotReported() => s_events.VerifyAsync(
        """
        namespace Shop;
        public abstract record Base(int Number);
        [EventGroup] public interface IAnyPlaced;
        [Event] public sealed record Placed(int Number) : Base(Number), IAnyPlaced;
        [Event] public record Moved(int Number);
        public sealed record Note(int Number) : Moved(Number);
        """);

    [Fact]
    public async Task DerivedEvent_RunsItsOwnHandlersAlone()
    {
        using var shop = Project.Generator.Run(
            """
            namespace Shop;
            [EventGroup] public interface IAnyPlaced;
            [Event] public record Placed(int Number) : IAnyPlaced;
            [Event] public sealed record RushPlaced(int Number) : Placed(Number);
            public static class Desk
            {
                private static readonly List<string> s_seen = [];
                [Subscribe] public static void On(Placed e) => s_seen.Add("base");
                [Subscribe] public static void On(RushPlaced e) => s_seen.Add("derived");
                [Subscribe] public static void All(IAnyPlaced e) => s_seen.Add("group");
                public static async Task<string> Run()
                {
                    await using var bus = EventBus.Create(b => b.AddModule(ShopEventModule.Instance));
                    bus.Topic<RushPlaced>().Emit(new RushPlaced(1));
                    s_seen.Sort(); return string.Join(", ", s_seen);
                }
            }
            """).Load();

        Assert.Equal("derived, group", await (Task<string>)shop.Call("Shop.Desk", "Run")!);
    }
}
