using EventGen.TestKit;

namespace Depot.App.Tests;

/// <summary>In a process of its own, with no bus but the ambient one: there, an emit to plain handlers is no more than calls of them.</summary>
public sealed class CircleTests
{
    [Theory]
    [InlineData("emit")]
    [InlineData("queue")]
    [InlineData("invoke")]
    public async Task PlainHandlersThatEmitInACircle_FailAtTheLimit(string how)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Depot.Night.dll");

        var run = await ProgramRun.OfAsync(ProgramRun.DotNet, [program, "circle", how], cancellationToken: TestContext.Current.CancellationToken);

        // 64 emits within one another, every second one of a round's begin; and the same again, since the depth is what it was. A worker's own call is no emit.
        string[] expected = how == "queue" ? ["33 steps, 1 failed: EmitDepthException", "66 steps, 2 failed: EmitDepthException"] : ["32 steps, 1 failed: EmitDepthException", "64 steps, 2 failed: EmitDepthException"];
        Assert.Equal(expected, run.Succeeded().Lines);
    }
}
