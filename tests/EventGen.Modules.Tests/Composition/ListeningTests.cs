using EventGen.TestKit;

namespace Depot.App.Tests;

/// <summary>In a process of its own, in which nothing else has loaded the assembly of spans and instruments.</summary>
public sealed class ListeningTests
{
    [Fact]
    public async Task WhileNobodyCanListen_TelemetryIsNotMade_AndAListenerThatComesIsHeard()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Depot.Night.dll");

        var run = await ProgramRun.OfAsync(ProgramRun.DotNet, [program, "listen"], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["loaded: False", "heard: process lamp.lit, send lamp.lit"], run.Succeeded().Lines);
    }
}
