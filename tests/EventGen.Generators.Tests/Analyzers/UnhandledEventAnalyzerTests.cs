using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class UnhandledEventAnalyzerTests
{
    private static readonly AnalyzerHarness s_library = new(static () => new UnhandledEventAnalyzer())
    {
        Project = Project.Setup,
        Generators = [static () => new EventGenGenerator()],
    };

    private static readonly AnalyzerHarness s_program = s_library with { Project = Project.Setup with { OutputKind = OutputKind.ConsoleApplication } };

    [Fact, Fires("EVG2009")]
    public async Task EventThatIsOnlyEmitted_IsReported()
    {
        var reported = await s_program.VerifyAsync(
            "namespace Shop; [Event] public record [|Placed|](int N); static class Program { static void Main() { Events.Placed.Emit(1); Events.Placed.Emit(new Placed(1)); } }");

        Assert.Equal("Event 'Shop.Placed' has no handler, publisher, subscription or stream in this program; handle or publish it, or remove it", reported[0].GetMessage());
    }

    [Theory, Silent("EVG2009")]
    [InlineData("[Event] public record Placed; static class H { [Subscribe] public static void On(Placed e) { } }", "")]
    [InlineData("[Event] public record Placed; public abstract class B<T> { [Subscribe] public void On(T e) { } } public class H : B<Placed>;", "")]
    [InlineData("[Event, PublishTo(\"redis\")] public record Placed;", "")]
    [InlineData("[EventGroup, PublishTo(\"redis\")] public interface ITracked; [Event] public record Placed : ITracked;", "")]
    [InlineData("[Event] public record Placed;", "Events.Placed.Subscribe((Placed e) => { });")]
    [InlineData("[Event] public record Placed;", "var topic = EventBus.Current.Topic<Placed>(); topic.Subscribe((Placed e) => { });")]
    [InlineData("[Event] public record Placed; static class Elsewhere { public static void Listen<T>(EventTopic<T> topic) => topic.ToString(); }", "Elsewhere.Listen(Events.Placed);")]
    public Task EventThatSomebodyReceives_IsNotReported(string source, string main) =>
        s_program.VerifyAsync($"namespace Shop; {source} static class Program {{ static void Main() {{ {main} }} }}");

    [Theory, Silent("EVG2009")]
    [InlineData("static class H { [Subscribe] public static void On(IFamily e) { } }", "")]
    [InlineData("", "EventBus.Current.Group<IFamily>().Subscribe((IFamily e) => { });")]
    [InlineData("", "Events.Family.Stream();")]
    public Task EventOfAGroupThatSomebodyReceives_IsNotReported(string source, string main) =>
        s_program.VerifyAsync($"namespace Shop; [EventGroup] public interface IFamily; [Event] public record Placed : IFamily; {source} static class Program {{ static void Main() {{ {main} }} }}");

    [Theory, Silent("EVG2009")]
    [InlineData("[Event] public abstract record Placed;")]
    [InlineData("[Event(\"Not An Id\")] public record Placed;")]
    [InlineData("[Event] public record Placed<T>;")]
    [InlineData("[Event(AccessorName = \"?\")] public record Placed;")]
    [InlineData("class Outer { [Event] private record Placed; }")]
    [InlineData("[Event] public record Placed([property: EventKey] DateTime At);")]
    public Task EventThatIsInError_IsNotReported(string source) =>
        s_program.VerifyAsync($"namespace Shop; {source} static class Program {{ static void Main() {{ }} }}");

    [Theory, Silent("EVG2009")]
    [InlineData("Action<Action<Placed>> listen = on => _ = 1; Func<Action<Placed>, EventSubscription> subscribe = Events.Placed.Subscribe;")]
    [InlineData("EventTopic[] all = [Events.Placed];")]
    [InlineData("var all = new EventTopic[] { Events.Placed };")]
    [InlineData("List<object> all = [Events.Placed];")]
    public Task EventWhoseTopicIsHandedOn_IsNotReported(string main) =>
        s_program.VerifyAsync($"namespace Shop; [Event] public record Placed; static class Program {{ static void Main() {{ {main} }} }}");

    [Fact, Silent("EVG2009")]
    public Task EventWhoseTopicAPublicMemberReturns_IsNotReported() => s_program.VerifyAsync(
        "namespace Shop; [Event] public record Placed; public static class Topics { public static EventTopic Placed => Events.Placed; } static class Program { static void Main() { } }");

    [Fact, Silent("EVG2009")]
    public Task EventsOfATestProject_AreNotReported() => (s_program with { Project = s_program.Project.Referencing(typeof(FactAttribute).Assembly) })
        .VerifyAsync("namespace Shop; [Event] public record Placed; static class Program { static void Main() { } }");

    [Fact, Silent("EVG2009")]
    public Task EventOfALibrary_IsNotReported() => s_library.VerifyAsync("namespace Shop; [Event] public record Placed;");

    [Fact, Fires("EVG2009")]
    public async Task EventOfAReference_ThatNobodyHandles_IsReportedWithItsAssembly()
    {
        var contracts = Library("Contracts").Run("namespace Contracts; public static class Orders { [Event] public record Placed; [Event(\"b\")] internal record Hidden; } [Event] public record Moved;");
        var handlers = Library("Handlers").Referencing(contracts).Run("namespace Handlers; public class H { [Subscribe] public void On(Contracts.Moved e) { } [Subscribe] internal void On(Own e) { } } [Event] internal record Own;");

        var reported = await Program(contracts, handlers).ReportedAsync("static class Program { static void Main() => Contracts.Events.Placed.Emit(new Contracts.Orders.Placed()); }");

        Assert.Equal(
            [
                "Event 'Contracts.Orders.Hidden (in Contracts)' has no handler, publisher, subscription or stream in this program; handle or publish it, or remove it",
                "Event 'Contracts.Orders.Placed (in Contracts)' has no handler, publisher, subscription or stream in this program; handle or publish it, or remove it",
            ],
            reported.Select(static found => found.GetMessage()).Order(StringComparer.Ordinal));
        Assert.All(reported, static found => Assert.Equal(Location.None, found.Location));
    }

    [Fact]
    public async Task EventOfAReference_ThatTheAssemblySuppresses_IsNotReported() => Assert.Empty(
        await Program(Library("Contracts").Run("namespace Contracts; [Event] public record Placed;")).ReportedAsync(
            "[assembly: System.Diagnostics.CodeAnalysis.SuppressMessage(\"EventGen.Handlers\", \"EVG2009\")] static class Program { static void Main() { } }"));

    [Theory, Silent("EVG2009")]
    [InlineData("[Event] public record Placed;", "static class H { [Subscribe] public static void On(Contracts.Placed e) { } }", "")]
    [InlineData("[Event] public record Placed;", "", "Contracts.Events.Placed.Subscribe((Contracts.Placed e) => { });")]
    [InlineData("[Event] public record Placed;", "", "Contracts.Events.Placed.Stream();")]
    [InlineData("[Event] public record Placed; public static class H { [Subscribe] public static void On(Placed e) { } }", "", "")]
    [InlineData("[Event] public record Placed; public abstract class B<T> { [Subscribe] public void On(T e) { } } public class H : B<Placed>;", "", "")]
    [InlineData("[Event, PublishTo(\"redis\")] public record Placed;", "", "")]
    [InlineData("[EventGroup, PublishTo(\"redis\")] public interface ITracked; [Event] public record Placed : ITracked;", "", "")]
    [InlineData("public record Nothing;", "", "")]
    public async Task EventOfAReference_ThatSomebodyReceives_IsNotReported(string contracts, string source, string main) => Assert.Empty(
        await Program(Library("Contracts").Run($"namespace Contracts; {contracts}"))
            .ReportedAsync($"namespace Shop; {source} static class Program {{ static void Main() {{ {main} }} }}"));

    private static GeneratorHarness Library(string name) => Project.Generator with { Project = Project.Setup with { AssemblyName = name, RootNamespace = name } };

    private static AnalyzerHarness Program(params GeneratorRun[] references) => s_program with
    {
        Project = s_program.Project with { References = s_program.Project.References.AddRange(references.Select(static run => run.ToReference())) },
    };
}
