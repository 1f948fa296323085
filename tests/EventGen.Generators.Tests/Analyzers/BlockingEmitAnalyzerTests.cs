using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class BlockingEmitAnalyzerTests
{
    private const string Handlers = "namespace Shop; public static class Receipts { [Subscribe] public static ValueTask SendAsync(Placed e) => default; }";

    private static readonly AnalyzerHarness s_usage = UsageProject.With<BlockingEmitAnalyzer>();

    [Theory]
    [Fires("EVG4003")]
    [InlineData("async Task M() { await Task.Yield(); topic.[|Emit|](e); }")]
    [InlineData("async Task M() { await Task.Yield(); Events.Placed.[|Emit|](1, \"c\"); }")]
    [InlineData("Func<Task> M() => async () => topic.[|Emit|](e);")]
    [InlineData("void M() { _ = On(); async Task On() { topic?.[|Emit|](e); } }")]
    public async Task EmitInAnAsynchronousMethod_OfAnEventWithAnAsynchronousHandler_IsReported(string members)
    {
        var reported = await s_usage.VerifyAsync(UsageProject.Placed, Handlers, UsageProject.Class(members));

        Assert.Equal(
            "'Emit' of 'Shop.Placed', which has the asynchronous handler 'Shop.Receipts.SendAsync', may block this asynchronous method while the queue is full; await 'EmitAsync'",
            Assert.Single(reported).GetMessage());
    }

    [Fact]
    public Task HandlerOfABaseClass_Counts() => s_usage.VerifyAsync(
        UsageProject.Placed,
        "namespace Shop; public abstract class Base<T> { [Subscribe] public Task On(T e) => Task.CompletedTask; } public class Derived : Base<Placed>;",
        UsageProject.Class("async Task M() => topic.[|Emit|](e);"));

    [Fact]
    public Task HandlerOfAGroup_Counts() => s_usage.VerifyAsync(
        "namespace Shop; [EventGroup] public interface ITracked; [Event] public record Sold(int Number) : ITracked;",
        "namespace Shop; public static class Tracking { [Subscribe] public static Task On(ITracked e) => Task.CompletedTask; }",
        "namespace Shop; class Desk { async Task M() => Events.Sold.[|Emit|](new Sold(1)); }");

    [Theory]
    [InlineData("[Event] [PublishTo(\"redis\")] public sealed record Sold(int Number);")]
    [InlineData("[EventGroup] [PublishTo(\"redis\")] public interface ITracked; [Event] public sealed record Sold(int Number) : ITracked;")]
    public async Task EmitInAnAsynchronousMethod_OfAPublishedEvent_IsReported(string sold)
    {
        var json = s_usage with { Generators = [.. s_usage.Generators, TargetingPack.CreateJsonGenerator] };

        var reported = await json.VerifyAsync(
            $$"""
            namespace Shop;

            {{sold}}
            [System.Text.Json.Serialization.JsonSerializable(typeof(Sold))] partial class ShopJson : System.Text.Json.Serialization.JsonSerializerContext;
            class Desk { async Task M() => Events.Sold.[|Emit|](new Sold(1)); }
            """);

        Assert.StartsWith("'Emit' of 'Shop.Sold', which is published to 'redis', may", Assert.Single(reported).GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [Silent("EVG4003")]
    [InlineData("void M() { topic.Emit(e); }")]
    [InlineData("Task M() { topic.Emit(e); return Task.CompletedTask; }")]
    [InlineData("async Task M() { Action emit = () => topic.Emit(e); await Task.Yield(); emit(); }")]
    [InlineData("async Task M() { await Task.Yield(); On(); void On() => topic.Emit(e); }")]
    [InlineData("async Task M() { lock (bus) { topic.Emit(e); } await Task.Yield(); }")]
    [InlineData("async Task M() => await topic.EmitAsync(e);")]
    [InlineData("#pragma warning disable EVG4003\nasync Task M() => topic.Emit(e);")]
    public Task EmitThatCannotAwait_IsNotReported(string members) => s_usage.VerifyAsync(UsageProject.Placed, Handlers, UsageProject.Class(members));

    [Theory]
    [Silent("EVG4003")]
    [InlineData("")]
    [InlineData("namespace Shop; public static class Audit { [Subscribe] public static void Log(Placed e) { } }")]
    [InlineData("namespace Shop; [Event] public record Other; public static class Receipts { [Subscribe] public static Task On(Other e) => Task.CompletedTask; public static Task Off(Placed e) => Task.CompletedTask; }")]
    public Task EmitOfAnEventWithNothingForTheQueue_IsNotReported(string handlers) =>
        s_usage.VerifyAsync(UsageProject.Placed, handlers, UsageProject.Class("async Task M() => topic.Emit(e);"));
}
