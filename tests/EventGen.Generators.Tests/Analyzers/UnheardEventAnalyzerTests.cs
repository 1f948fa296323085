using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class UnheardEventAnalyzerTests
{
    private static readonly AnalyzerHarness s_library = new(static () => new UnheardEventAnalyzer())
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

        Assert.Equal("Event 'Shop.Placed' has no handler, publisher or subscription in this program; handle or publish it, or remove it", reported[0].GetMessage());
    }

    [Theory, Silent("EVG2009")]
    [InlineData("[Event] public record Placed; static class H { [Subscribe] public static void On(Placed e) { } }", "")]
    [InlineData("[Event] public record Placed; public abstract class B<T> { [Subscribe] public void On(T e) { } } public class H : B<Placed>;", "")]
    [InlineData("[Event, PublishTo(\"redis\")] public record Placed;", "")]
    [InlineData("[Event] public record Placed;", "Events.Placed.Subscribe((Placed e) => { });")]
    [InlineData("[Event] public record Placed;", "var topic = EventBus.Current.Topic<Placed>(); topic.Subscribe((Placed e) => { });")]
    [InlineData("[Event] public record Placed; static class Elsewhere { public static void Listen<T>(EventTopic<T> topic) => topic.ToString(); }", "Elsewhere.Listen(Events.Placed);")]
    public Task EventThatSomebodyReceives_IsNotReported(string source, string main) =>
        s_program.VerifyAsync($"namespace Shop; {source} static class Program {{ static void Main() {{ {main} }} }}");

    [Fact, Silent("EVG2009")]
    public Task EventOfALibrary_IsNotReported() => s_library.VerifyAsync("namespace Shop; [Event] public record Placed;");
}
