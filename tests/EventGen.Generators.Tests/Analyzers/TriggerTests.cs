using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class TriggerTests
{
    private const string Entities =
        "namespace Shop; public class Order { public int Id { get; set; } public string Name { get; set; } = \"\"; public string? Note { get; set; } private int Hidden { get; set; } } "
        + "public interface IEntity; public static class Fixed; public struct Value; public class Box<T> { public int Id { get; set; } } class Outer { private class Inner; }";

    private static readonly AnalyzerHarness s_events = new(static () => new EventAnalyzer()) { Project = Project.Setup };

    [Theory, Fires("EVG1201")]
    [InlineData("[Event, {|EVG1201:EventTrigger(typeof(Order), \"WasPaid\")|}] public record Paid(int Id);", "The trigger of event 'Shop.Paid' has the condition 'WasPaid', which is no method of the event; add 'public static bool WasPaid(EntityChange<Order> change)'")]
    [InlineData("[Event, {|EVG1201:EventTrigger(typeof(Order), \"Id\")|}] public record Paid(int Id);", "'Id', which is no method of the event")]
    [InlineData("[Event, {|EVG1201:EventTrigger(typeof(Order), nameof(Is))|}] public record Paid(int Id) { public static bool Is(Order o) => true; }", "which has another shape; declare it as")]
    [InlineData("[Event, {|EVG1201:EventTrigger(typeof(Order), nameof(Is))|}] public record Paid(int Id) { public bool Is(EntityChange<Order> c) => true; }", "which has another shape")]
    [InlineData("[Event, {|EVG1201:EventTrigger(typeof(Order), nameof(Is))|}] public record Paid(int Id) { public static Task<bool> Is(EntityChange<Order> c) => Task.FromResult(true); }", "which has another shape")]
    [InlineData("[Event, {|EVG1201:EventTrigger(typeof(Order), nameof(Is))|}] public record Paid(int Id) { public static bool Is(EntityChange<Box<int>> c) => true; }", "which has another shape")]
    [InlineData("[Event, {|EVG1201:EventTrigger(typeof(Order), nameof(Is))|}] public record Paid(int Id) { private static bool Is(EntityChange<Order> c) => true; }", "which is private; make it internal or public")]
    [InlineData("[Event, {|EVG1201:EventTrigger(typeof(IEntity))|}] public record Paid();", "watches 'Shop.IEntity', which is an interface; name a class")]
    [InlineData("[Event, {|EVG1201:EventTrigger(typeof(Fixed))|}] public record Paid();", "which is a static class")]
    [InlineData("[Event, {|EVG1201:EventTrigger(typeof(Value))|}] public record Paid();", "which is no class")]
    [InlineData("[Event, {|EVG1201:EventTrigger(typeof(Order[]))|}] public record Paid();", "which is no class")]
    [InlineData("[Event, {|EVG1201:EventTrigger(typeof(Box<>))|}] public record Paid();", "which has open type parameters")]
    [InlineData("[Event, {|EVG1201:EventTrigger(null!)|}] public record Paid();", "names no entity")]
    [InlineData("[Event, {|EVG1201:EventTrigger(typeof(Order), On = EntityChangeKind.None)|}] public record Paid();", "names no kind of change in 'On'")]
    public Task TriggerThatCannotWork_IsReported(string source, string message) => ReportsAsync(source, message);

    [Theory, Fires("EVG1202")]
    [InlineData("[Event, {|EVG1202:EventTrigger(typeof(Order))|}] public record Paid(int Id, decimal Total);", "Event 'Shop.Paid', which has a trigger, has a part 'Total' that no member of 'Shop.Order' of that name and type fills; add 'public static Paid From(EntityChange<Order> change)'")]
    [InlineData("[Event, {|EVG1202:EventTrigger(typeof(Order))|}] public record Paid(string Id);", "has a part 'Id'")]
    [InlineData("[Event, {|EVG1202:EventTrigger(typeof(Order))|}] public record Paid(string Note);", "has a part 'Note'")]
    [InlineData("[Event, {|EVG1202:EventTrigger(typeof(Order))|}] public record Paid(int Hidden);", "has a part 'Hidden'")]
    [InlineData("[Event, {|EVG1202:EventTrigger(typeof(Order))|}] public record Paid { public required int Total { get; init; } }", "has a part 'Total'")]
    [InlineData("[Event, {|EVG1202:EventTrigger(typeof(Order))|}] public record Paid(int Id) { private static Paid From(EntityChange<Order> c) => new(1); }", "has a method 'From' that is private; make it internal or public")]
    [InlineData("[Event, {|EVG1202:EventTrigger(typeof(Order))|}] public record Paid(int Id) { public static int From(EntityChange<Order> c) => 1; }", "has a method 'From' that returns 'int'; return 'Paid'")]
    public Task PartThatNothingMatches_IsReported(string source, string message) => ReportsAsync(source, message);

    [Theory, Silent("EVG1201", "EVG1202")]
    [InlineData("[Event, EventTrigger(typeof(Order), nameof(Is), On = EntityChangeKind.Added | EntityChangeKind.Deleted)] public record Paid(int Id, string? Note, string name, int More = 3) { internal static bool Is(EntityChange<Order> c) => true; }")]
    [InlineData("[Event, EventTrigger(typeof(Order)), EventTrigger(typeof(Box<int>))] public record Paid(long Id) { public static Paid From(string text) => new(1); }")]
    [InlineData("[Event, EventTrigger(typeof(Order))] public record Paid(Guid Key) { public static Paid From(EntityChange<Order> change) => new(Guid.NewGuid()); }")]
    public async Task TriggerThatWorks_IsNotReported(string source) => await s_events.VerifyAsync(Entities, $"namespace Shop; {source}");

    private static async Task ReportsAsync(string source, string message)
    {
        var reported = await (s_events with { AllowedDiagnostics = ["CS0169"] }).VerifyAsync(Entities, $"namespace Shop; {source}");
        Assert.Contains(message, Assert.Single(reported).GetMessage());
    }
}
