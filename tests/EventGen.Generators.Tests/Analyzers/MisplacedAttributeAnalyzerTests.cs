using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class MisplacedAttributeAnalyzerTests
{
    private const string NoEvent = "which is no event; mark the type with [Event], or remove the attribute";
    private const string NoHandler = "which is no handler; mark the method with [Subscribe], or remove the attribute";

    private static readonly AnalyzerHarness s_misplaced = new(static () => new MisplacedAttributeAnalyzer()) { Project = Project.Setup };

    private static readonly AnalyzerHarness s_inProgram = s_misplaced with { Project = Project.Setup with { OutputKind = OutputKind.ConsoleApplication } };

    [Theory, Fires("EVG1011")]
    [InlineData("[{|EVG1011:PublishTo(\"redis\")|}] public record Placed;", $"[PublishTo] has no effect on 'Shop.Placed', {NoEvent}")]
    [InlineData("[{|EVG1011:RetryAttribute(2)|}] public struct Placed;", $"[Retry] has no effect on 'Shop.Placed', {NoEvent}")]
    [InlineData("[{|EVG1011:EventGen.HandlerTimeout(\"00:00:01\")|}] public class Placed;", $"[HandlerTimeout] has no effect on 'Shop.Placed', {NoEvent}")]
    [InlineData("[{|EVG1011:PublishTo(\"redis\")|}] public interface IPlaced;", "[PublishTo] has no effect on 'Shop.IPlaced', which is no group; mark the interface with [EventGroup], or remove the attribute")]
    [InlineData("[{|EVG1011:PublishTo(\"redis\")|}] public abstract record Base; [Event] public record Placed : Base;", "[PublishTo] has no effect on 'Shop.Base', which is no event and gives its attributes to none; put it on each of the events")]
    [InlineData("[Event] public record Placed; [{|EVG1011:Retry(2)|}] public class H { [Subscribe] public void On(Placed e) { } }", "[Retry] has no effect on 'Shop.H', which is no event but has handlers; put it on each of the handlers")]
    public Task AttributeOfAnEvent_OnATypeThatIsNone_IsReported(string source, string message) => ReportsAsync(s_misplaced, source, message);

    [Theory, Fires("EVG1011")]
    [InlineData("public sealed record Placed([property: {|EVG1011:EventKey|}] string Id);", "[EventKey] has no effect on 'Shop.Placed.Id', as 'Shop.Placed' is no event; mark the type with [Event], or remove the attribute")]
    [InlineData("internal record Placed([{|EVG1011:EventKey|}] string Id);", "[EventKey] has no effect on 'Shop.Placed.Id', as 'Shop.Placed' is no event; mark the type with [Event], or remove the attribute")]
    [InlineData("internal class Placed { [{|EVG1011:EventKey|}] public readonly int Id = 1, Other = 2; }", "[EventKey] has no effect on 'Shop.Placed.Id', as 'Shop.Placed' is no event; mark the type with [Event], or remove the attribute")]
    [InlineData("[EventGroup] public interface IPlaced { [{|EVG1011:EventKey|}] int Id { get; } }", "[EventKey] has no effect on 'Shop.IPlaced.Id', as no key is read from an interface; mark the property of each event")]
    [InlineData("[Event] public record Placed([field: {|EVG1011:EventKey|}] int Id);", "as no key is read from the field behind a property; mark the property")]
    [InlineData("[Event] public record Placed { [field: {|EVG1011:EventKey|}] public int Id { get; init; } }", "as no key is read from the field behind a property; mark the property")]
    [InlineData("[Event] public record Placed { public void With([{|EVG1011:EventKey|}] int id) { } }", "[EventKey] has no effect on 'Shop.Placed.With.id', which is no part of a payload; mark a property of the event")]
    [InlineData("public abstract record Base([{|EVG1011:EventKey|}] int Id); [Event] public record Placed(int Id) : Base(Id);", "as 'Shop.Base' is no event itself; mark the property instead, with [property: EventKey]")]
    [InlineData("public enum Kind { [{|EVG1011:EventKey|}] First }", "[EventKey] has no effect on 'Shop.Kind.First', as 'Shop.Kind' is no event; mark the type with [Event], or remove the attribute")]
    public Task KeyThatNoEventHas_IsReported(string source, string message) => ReportsAsync(s_misplaced, source, message);

    [Fact, Fires("EVG1011")]
    public Task KeyOfAPublicClass_FromWhichNoEventDerives_IsReportedInAProgram() => ReportsAsync(
        s_inProgram,
        "public record Placed([property: {|EVG1011:EventKey|}] string Id); static class Program { static void Main() { } }",
        "as 'Shop.Placed' is no event; mark the type with [Event], or remove the attribute");

    [Theory, Silent("EVG1011")]
    [InlineData("[Event, PublishTo(\"redis\"), Retry(2), HandlerTimeout(\"00:00:01\")] public record Placed([EventKey] int Id);")]
    [InlineData("[Event] public partial record Placed; [PublishTo(\"redis\")] public partial record Placed { [EventKey] public int Id { get; init; } }")]
    [InlineData("[EventGroup, PublishTo(\"redis\")] public interface IPlaced;")]
    [InlineData("internal abstract record Base { [EventKey] public int Id { get; init; } } [Event] internal record Placed : Base;")]
    [InlineData("internal record Base<T>([property: EventKey] T Id); internal record Middle(int Id) : Base<int>(Id); [Event] internal record Placed(int Id) : Middle(Id);")]
    [InlineData("public record Base([property: EventKey] int Id);")]
    [InlineData("[Event] public class Placed { public Placed([EventKey] int id) => Id = id; public int Id { get; } }")]
    [InlineData("class RetryAttribute : Attribute; class EventKeyAttribute : Attribute; [Retry] class Other { [EventKey] public int Id => 1; }")]
    public Task AttributeThatIsRead_IsNotReported(string source) => s_misplaced.VerifyAsync($"namespace Shop; {source}");

    [Theory, Fires("EVG2013")]
    [InlineData("[{|EVG2013:Retry(2)|}] public void On(Placed e) { }", $"[Retry] has no effect on 'Shop.H.On', {NoHandler}")]
    [InlineData("[{|EVG2013:HandlerTimeout(\"00:00:01\")|}] public static Task On(string text) => Task.CompletedTask;", $"[HandlerTimeout] has no effect on 'Shop.H.On', {NoHandler}")]
    [InlineData("[{|EVG2013:Retry(2)|}] public override void Base(Placed e) { }", $"[Retry] has no effect on 'Shop.H.Base', {NoHandler}")]
    [InlineData("public void M() { On(); [{|EVG2013:Retry(2)|}] void On() { } }", "[Retry] has no effect on 'Shop.H.On', which cannot be a handler; what subscribes at run time has its event's settings; remove the attribute")]
    [InlineData("public Action<Placed> M() => [{|EVG2013:Retry(2)|}] (e) => { };", "[Retry] has no effect on 'Shop.H.(lambda)', which cannot be a handler; what subscribes at run time has its event's settings; remove the attribute")]
    [InlineData("public int Number { [{|EVG2013:Retry(2)|}] get => 1; }", "[Retry] has no effect on 'Shop.H.get_Number', which cannot be a handler; what subscribes at run time has its event's settings; remove the attribute")]
    public Task AttributeOfAHandler_OnAMethodThatIsNone_IsReported(string member, string message) => ReportsAsync(s_misplaced, InHandlers(member), message);

    [Theory, Silent("EVG2013")]
    [InlineData("[Subscribe] [Retry(2)] [HandlerTimeout(\"00:00:01\")] public void On(Placed e) { }")]
    [InlineData("[Subscribe] public partial void On(Placed e); [Retry(2)] public partial void On(Placed e) { }")]
    [InlineData("[Subscribe, Retry(2)] public override void Base(Placed e) { }")]
    public Task AttributeOfAHandler_IsNotReported(string member) => s_misplaced.VerifyAsync($"namespace Shop; {InHandlers(member)}");

    private static string InHandlers(string member) =>
        $"[Event] public record Placed; public class Listening {{ [Subscribe] public virtual void Base(Placed e) {{ }} }} public partial class H : Listening {{ {member} }}";

    private static async Task ReportsAsync(AnalyzerHarness harness, string source, string message)
    {
        var reported = await harness.VerifyAsync($"namespace Shop; {source}");

        Assert.EndsWith(message, Assert.Single(reported).GetMessage());
    }
}
