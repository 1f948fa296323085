using EventGen.Tests.Context;
using EventGen.Tests.Diagnostics;

namespace EventGen.Tests.Guards;

/// <summary>Listeners hear the whole process: so nothing else runs at the same time.</summary>
[Collection(nameof(TelemetryTests))]
public sealed class ListenerTests
{
    public static TheoryData<string, EmitCall> Calls => ForeignCodeTests.CasesOf(ForeignCalls.OfTheProcess);

    [Theory]
    [MemberData(nameof(Calls))]
    public Task ListenerThatThrows_LosesNoEvent(string foreign, EmitCall call) =>
        ForeignCallRun.AssertAsync(ForeignCalls.OfTheProcess.Single(one => one.Name == foreign), call);

    [Fact]
    public Task ListenerThatThrowsWhenTheRuntimeIsLoaded_EndsNoBus() => FreshCopy.RunAsync(ListenerBodies.EmitAsync);

    [Fact]
    public async Task ListenerThatThrows_WhenAQueueDrops_IsNotCalledUnderItsLock()
    {
        using var listener = HostileListeners.Measure();
        await using var bus = TestBus.Create(static options => (options.QueueCapacity, options.WhenQueueFull) = (1, QueueFullMode.DropOldest));

        for (int i = 0; i < 10; i++) await bus.Topic<Ping>().EmitAsync(new Ping(i));

        Assert.Equal((9, 1), (bus.GetHealth().Dropped, bus.GetHealth().QueueLength));
        await bus.StopAsync();
    }
}
