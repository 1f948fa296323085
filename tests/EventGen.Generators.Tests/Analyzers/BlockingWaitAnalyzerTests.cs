using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class BlockingWaitAnalyzerTests
{
    private static readonly AnalyzerHarness s_usage = UsageProject.With<BlockingWaitAnalyzer>();

    [Theory]
    [Fires("EVG4005")]
    [InlineData("void M() => topic.EmitAsync(e).GetAwaiter().[|GetResult|]();", "'GetResult' blocks the thread until 'EmitAsync' of 'Shop.Placed' is done, which may deadlock; await it")]
    [InlineData("void M() => topic.InvokeAsync(e).AsTask().[|Wait|]();", "'Wait' blocks the thread until 'InvokeAsync' of 'Shop.Placed' is done, which may deadlock; await it")]
    [InlineData("bool M() => topic.EmitAsync(e).AsTask().[|Wait|](100);", "await it")]
    [InlineData("void M() => topic.EmitAsync(1, \"c\").AsTask().GetAwaiter().[|GetResult|]();", "await it")]
    [InlineData("void M() => topic.EmitAsync(e).ConfigureAwait(false).GetAwaiter().[|GetResult|]();", "await it")]
    [InlineData("void M() => Task.[|WaitAll|](topic.EmitAsync(e).AsTask());", "await it")]
    [InlineData("void M() => Task.[|WaitAll|]([Task.CompletedTask, topic.InvokeAsync(e).AsTask()]);", "await it")]
    public async Task BlockedThread_IsReported(string members, string message)
    {
        var reported = await s_usage.VerifyAsync(UsageProject.Placed, UsageProject.Class(members));

        Assert.EndsWith(message, Assert.Single(reported).GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public Task ResultOfACallThatReturnsAValue_IsReported() => s_usage.VerifyAsync(
        UsageProject.Placed,
        "namespace Shop; static class Own { public static Task<int> EmitAsync(this EventTopic<Placed> topic) => Task.FromResult(1); }",
        UsageProject.Class("int M() => [|topic.EmitAsync().Result|];"));

    [Theory]
    [Silent("EVG4005")]
    [InlineData("async Task M() => await topic.EmitAsync(e);")]
    [InlineData("void M() => bus.StartAsync().GetAwaiter().GetResult();")]
    [InlineData("void M() => Task.WaitAll(Task.CompletedTask);")]
    [InlineData("int M() => Task.FromResult(1).Result;")]
    [InlineData("Task M() => Task.WhenAll(topic.EmitAsync(e).AsTask());")]
    [InlineData("#pragma warning disable EVG4005\nvoid M() => topic.EmitAsync(e).GetAwaiter().GetResult();")]
    public Task ThreadThatIsNotBlocked_IsNotReported(string members) => s_usage.VerifyAsync(UsageProject.Placed, UsageProject.Class(members));
}
