using EventGen.CodeFixes.Usage;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Usage;

public sealed class DurableEnqueueFixTests
{
    private static readonly CodeFixHarness s_fix = Fixing.Of<DurableEnqueueAnalyzer, DurableEnqueueFix>();

    [Fact]
    public Task TryEnqueue_BecomesAnAwaitedEmitAsync() => s_fix.VerifyAsync(
        Durable("public async Task PlaceAsync() { await Task.Yield(); topic.[|TryEnqueue|](e); }"),
        Durable("public async Task PlaceAsync() { await Task.Yield(); await topic.EmitAsync(e); }"));

    [Fact]
    public Task SynchronousMethods_BecomeAsynchronous() => s_fix.VerifyAsync(
        Durable(
            """
                public void Place()
                {
                    // Twice.
                    topic.[|TryEnqueue|](e);
                    topic.[|TryEnqueue|](1, "c");
                }

                void Short() => topic.[|TryEnqueue|](e);
            """),
        Durable(
            """
                public async Task Place()
                {
                    // Twice.
                    await topic.EmitAsync(e);
                    await topic.EmitAsync(1, "c");
                }

                async Task Short() => await topic.EmitAsync(e);
            """));

    [Theory]
    [InlineData("public bool Place() => topic.[|TryEnqueue|](e);")]
    [InlineData("public async Task<bool> PlaceAsync() { await Task.Yield(); return topic.[|TryEnqueue|](e); }")]
    [InlineData("public void Place() { if (!topic.[|TryEnqueue|](e)) throw new Exception(); }")]
    [InlineData("public void Place() { topic.[|TryEnqueue|](e).ToString(); }")]
    [InlineData("public void Place() { topic?.[|TryEnqueue|](e); }")]
    public Task WhereItsAnswerIsAskedFor_OrThereMayBeNoTask_NothingIsOffered(string members) => s_fix.VerifyNotOfferedAsync(Durable(members));

    private static SourceFile[] Durable(string members)
    {
        var files = Fixing.Desk(members);
        return [files[0] with { Text = files[0].Text.Replace("[Event]", "[Event, Durable]", StringComparison.Ordinal) }, files[1]];
    }
}
