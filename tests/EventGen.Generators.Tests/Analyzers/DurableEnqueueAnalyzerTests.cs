using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class DurableEnqueueAnalyzerTests
{
    private const string Durable =
        """
        namespace Shop;

        [Event, Durable] public sealed record Placed(int Number, string Customer);
        """;

    private static readonly AnalyzerHarness s_usage = UsageProject.With<DurableEnqueueAnalyzer>();

    [Theory]
    [Fires("EVG4007")]
    [InlineData("void M() { topic.{|EVG4007:TryEnqueue|}(e); }")]
    [InlineData("bool M() => topic.{|EVG4007:TryEnqueue|}(1, \"c\");")]
    [InlineData("void M() { if (!Events.Placed.{|EVG4007:TryEnqueue|}(e)) throw new Exception(); }")]
    public async Task TryEnqueueOfADurableEvent_IsReported(string members)
    {
        var reported = await s_usage.VerifyAsync(Durable, UsageProject.Class(members));
        Assert.Equal(
            "'TryEnqueue' of the durable event 'Shop.Placed' throws, because a durable event is accepted by a commit that has to be waited for; await 'EmitAsync'",
            Assert.Single(reported).GetMessage());
    }

    [Theory]
    [Silent("EVG4007")]
    [InlineData("void M() { topic.Emit(e); }")]
    [InlineData("async Task M() => await topic.EmitAsync(e);")]
    public async Task OtherCalls_AreNotReported(string members) => Assert.Empty(await s_usage.VerifyAsync(Durable, UsageProject.Class(members)));

    [Fact]
    [Silent("EVG4007")]
    public async Task OtherEvents_AreNotReported() => Assert.Empty(await s_usage.VerifyAsync(UsageProject.Placed, UsageProject.Class("bool M() => topic.TryEnqueue(e);")));
}
