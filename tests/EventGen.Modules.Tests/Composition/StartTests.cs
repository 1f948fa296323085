using System.Globalization;
using EventGen.TestKit;

namespace Depot.App.Tests;

/// <summary>What a process pays that starts for one event.</summary>
public sealed class StartTests
{
    // LINQ's assembly and types are about a tenth of such a process.
    [Theory]
    [InlineData("ambient")]
    [InlineData("started")]
    public async Task APlainEvent_IsEmittedQueuedAndStopped_WithoutLinq(string made)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Depot.Night.dll");

        var run = await ProgramRun.OfAsync(ProgramRun.DotNet, [program, "assemblies", made], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["lit: 2", "loaded: False"], run.Succeeded().Lines);
    }

    // Each takes 0.02 to 0.3 ms, and most of what such a process takes. The limit is a tenth above what was reached when it was written; lower it when there are fewer.
    [Fact]
    public async Task APlainEvent_IsEmittedQueuedAndStopped_WithFewMethodsCompiledAtRunTime()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Depot.Night.dll");

        var run = await ProgramRun.OfAsync(ProgramRun.DotNet, [program, "start"], cancellationToken: TestContext.Current.CancellationToken);

        Assert.InRange(int.Parse(Assert.Single(run.Succeeded().Lines), CultureInfo.InvariantCulture), 1, 713);
    }
}
