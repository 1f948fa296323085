using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class LostResultAnalyzerTests
{
    private static readonly AnalyzerHarness s_usage = UsageProject.With<LostResultAnalyzer>();

    [Theory]
    [Fires("EVG4002")]
    [InlineData("void M() { topic.{|EVG4002:EmitAsync|}(e); }", "The task of 'EmitAsync' of 'Shop.Placed' is neither awaited nor kept, so nobody sees that the queue refused the event; await it")]
    [InlineData("void M() { topic.{|EVG4002:InvokeAsync|}(e); }", "The task of 'InvokeAsync' of 'Shop.Placed' is neither awaited nor kept, so nobody sees a handler fail; await it")]
    [InlineData("void M() { topic.{|EVG4002:EmitAsync|}(1, \"c\"); }", "await it")]
    [InlineData("void M() { Events.Placed.{|EVG4002:InvokeAsync|}(number: 1, customer: \"c\"); }", "await it")]
    [InlineData("void M() { topic?.{|EVG4002:EmitAsync|}(e); }", "await it")]
    [InlineData("void M() => topic.{|EVG4002:EmitAsync|}(e).AsTask();", "await it")]
    [InlineData("async Task M() { topic.{|EVG4002:EmitAsync|}(e).ConfigureAwait(false); }", "await it")]
    [InlineData("async Task M() { topic.{|EVG4002:EmitAsync|}(e); await Task.Yield(); }", "await it")]
    [InlineData("Action M() => () => topic.{|EVG4002:EmitAsync|}(e);", "await it")]
    public Task LostTask_IsReported(string members, string message) => ReportsAsync(members, message);

    [Theory]
    [Silent("EVG4002")]
    [InlineData("async Task M() => await topic.EmitAsync(e);")]
    [InlineData("async Task M() { await topic.EmitAsync(1, \"c\").ConfigureAwait(false); }")]
    [InlineData("ValueTask M() => topic.InvokeAsync(e);")]
    [InlineData("async Task M() { var task = topic.EmitAsync(e); await task; }")]
    [InlineData("Task M() => Task.WhenAll(topic.EmitAsync(e).AsTask());")]
    [InlineData("void M() { _ = topic.EmitAsync(e); }")]
    [InlineData("Func<ValueTask> M() => () => topic.EmitAsync(e);")]
    [InlineData("void M() { topic.Emit(e); topic.Emit(1, \"c\"); }")]
    [InlineData("Task EmitAsync(Placed e) => Task.CompletedTask; void M() { EmitAsync(e); }")]
    public Task TaskThatIsKept_IsNotReported(string members) => ReportsNothingAsync(members);

    [Theory]
    [Fires("EVG4004")]
    [InlineData("void M() { topic.{|EVG4004:TryEnqueue|}(e); }")]
    [InlineData("void M() => topic?.{|EVG4004:TryEnqueue|}(1, \"c\");")]
    public Task IgnoredRefusal_IsReported(string members) => ReportsAsync(
        members, "'TryEnqueue' of 'Shop.Placed' returns false when the queue is full and the event is lost; handle that, or await 'EmitAsync'");

    [Theory]
    [Silent("EVG4004")]
    [InlineData("bool M() => topic.TryEnqueue(e);")]
    [InlineData("void M() { if (!topic.TryEnqueue(1, \"c\")) throw new Exception(); }")]
    [InlineData("void M() { _ = topic.TryEnqueue(e); }")]
    public Task RefusalThatIsSeen_IsNotReported(string members) => ReportsNothingAsync(members);

    [Fact]
    [Silent("EVG4004")]
    public Task RefusalOfADurableEvent_IsLeftToTheRuleOfDurableEvents() => s_usage.VerifyAsync(
        UsageProject.Placed.Replace("[Event]", "[Event, Durable]", StringComparison.Ordinal), UsageProject.Class("void M() { topic.TryEnqueue(e); }"));

    [Fact]
    public Task SuppressedInSource_IsNotReported() => ReportsNothingAsync("#pragma warning disable EVG4002, EVG4004\nvoid M() { topic.EmitAsync(e); topic.TryEnqueue(e); }");

    private static async Task ReportsAsync(string members, string message)
    {
        var reported = await s_usage.VerifyAsync(UsageProject.Placed, UsageProject.Class(members));

        Assert.EndsWith(message, Assert.Single(reported).GetMessage(), StringComparison.Ordinal);
    }

    private static Task ReportsNothingAsync(string members) => s_usage.VerifyAsync(UsageProject.Placed, UsageProject.Class(members));
}
