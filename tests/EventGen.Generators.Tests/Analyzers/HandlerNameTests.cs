using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class HandlerNameTests
{
    private const string Shop = "namespace Shop; [EventGroup] public interface IOrderEvent; [Event] public record Placed : IOrderEvent; [Event] public record Sold;";

    private static readonly AnalyzerHarness s_harness = new(static () => new HandlerAnalyzer()) { Project = Project.Setup };

    [Theory, Fires("EVG2016")]
    [InlineData("static class H { [Subscribe] public static void On(Placed e) { } [Subscribe] public static void {|EVG2016:On|}(Placed e, EventContext context) { } }",
        "Handlers 'Shop.H.On(Placed, EventContext)' and 'Shop.H.On(Placed)' of one event have the same name, 'Shop.H.On', so settings, outbox and replays cannot tell them apart; set another Name in the [Subscribe] of one of them")]
    [InlineData("static class H { [Subscribe] public static void On(IOrderEvent e) { } [Subscribe] public static void {|EVG2016:On|}(Placed e) { } }", "have the same name, 'Shop.H.On'")]
    [InlineData("static class A { [Subscribe(Name = \"one\")] public static void On(Placed e) { } } static class B { [Subscribe(Name = \"one\")] public static void {|EVG2016:On|}(Placed e) { } }", "have the same name, 'one'")]
    [InlineData("static class A { [Subscribe(Name = \"Case\")] public static void On(Placed e) { } } static class B { [Subscribe(Name = \"case\")] public static void {|EVG2016:On|}(Placed e) { } }", "have the same name, 'case'")]
    [InlineData("abstract class H { [Subscribe(Name = \"one\")] public void On(Placed e) { } } class A : H; class {|EVG2016:B|} : H;", "have the same name, 'one'")]
    public async Task HandlersOfOneEvent_WithOneName_AreAnError(string source, string message)
    {
        var found = Assert.Single(await s_harness.VerifyAsync(Shop, $"namespace Shop; {source}"));

        Assert.Contains(message, found.GetMessage(), StringComparison.Ordinal);
        Assert.Equal(DiagnosticSeverity.Error, found.Severity);
    }

    [Theory, Silent("EVG2016")]
    [InlineData("static class H { [Subscribe] public static void On(Placed e) { } [Subscribe(Name = \"other\")] public static void On(Placed e, EventContext context) { } }")]
    [InlineData("static class H { [Subscribe] public static void On(Placed e) { } [Subscribe] public static void On(Sold e) { } }")]
    [InlineData("static class H { [Subscribe] public static void On(IOrderEvent e) { } [Subscribe] public static void On(Sold e) { } }")]
    [InlineData("static class A { [Subscribe(Name = \"one\")] public static void On(Placed e) { } } static class B { [Subscribe(Name = \"one\")] public static void On(Sold e) { } }")]
    [InlineData("abstract class H { [Subscribe] public void On(Placed e) { } } class A : H; class B : H;")]
    public Task HandlersThatAreToldApart_AreNotReported(string source) => s_harness.VerifyAsync(Shop, $"namespace Shop; {source}");
}
