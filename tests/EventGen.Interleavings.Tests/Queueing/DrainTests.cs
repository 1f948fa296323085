namespace EventGen.Interleavings.Tests.Queueing;

/// <summary>The end of a drain: never before all that was accepted has been run, and always after.</summary>
public sealed class DrainTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Drain_EndsWhenAllHasBeenRun(bool hasKeys) => Interleavings.Explore(() =>
    {
        var scenario = new QueueInScenario(capacity: 4, workers: 2);
        scenario.Workers.Start();

        var emitting = Task.Run(() =>
        {
            for (int i = 0; i < 3; i++) scenario.TryEmit(i, hasKeys ? 1u : 0);
        });
        var draining = Task.Run(() =>
        {
            scenario.InFlight.BeginDrain();
            scenario.InFlight.Drained.Wait();
            return scenario.Ran.Count;
        });
        Interleavings.WaitForAll(emitting, draining);

        Assert.Equal(scenario.Accepted, draining.Result);
        Assert.Empty(scenario.Close());
    });

    /// <summary>What handlers emit while the queue drains belongs to it.</summary>
    [Fact]
    public void Drain_WaitsForWhatHandlersEmit() => Interleavings.Explore(static () =>
    {
        QueueInScenario? scenario = null;
        scenario = new QueueInScenario(capacity: 4, workers: 2, handler: queued =>
        {
            int left = (int)queued.Item;
            if (left > 0) Assert.True(scenario!.TryEmit(left - 1));
        });
        Assert.True(scenario.TryEmit(2));
        scenario.Workers.Start();

        scenario.InFlight.BeginDrain();
        scenario.InFlight.Drained.Wait();

        Assert.Equal(3, scenario.Ran.Count);
        Assert.Empty(scenario.Close());
    });

    /// <summary>An attempt that waits for its time, and a publish that needs no worker, are part of what a drain waits for.</summary>
    [Fact]
    public void Drain_WaitsForRetriesAndPublishes() => Interleavings.Explore(static () =>
    {
        var scenario = new QueueInScenario(capacity: 4, workers: 1);
        scenario.Workers.Start();
        Assert.True(scenario.InFlight.TryDelay(capacity: 8));
        bool hasEnded = false;

        var retrying = Task.Run(() =>
        {
            Assert.True(scenario.InFlight.TryDetach(capacity: 8));
            Assert.True(scenario.Queue.Readmit(scenario.Event("retry")));
            scenario.InFlight.EndDelay();
            Volatile.Write(ref hasEnded, true);
            scenario.InFlight.EndDetached();
        });
        scenario.InFlight.BeginDrain();
        scenario.InFlight.Drained.Wait();

        Assert.Equal((1, true), (scenario.Ran.Count, Volatile.Read(ref hasEnded)));
        retrying.Wait();
        Assert.Empty(scenario.Close());
    });

    /// <summary>An attempt that a worker puts off while the drain looks is waited for.</summary>
    [Fact]
    public void Drain_WaitsForWhatWorkersPutOff() => Interleavings.Explore(static () =>
    {
        QueueInScenario? scenario = null;
        scenario = new QueueInScenario(capacity: 4, workers: 1, handler: queued =>
        {
            if (queued.Item is not "first") return;
            Assert.True(scenario!.InFlight.TryDelay(capacity: 8));
            _ = Task.Run(() =>
            {
                Assert.True(scenario.Queue.Readmit(scenario.Event("second")));
                scenario.InFlight.EndDelay();
            });
        });
        Assert.True(scenario.TryEmit("first"));
        scenario.Workers.Start();

        scenario.InFlight.BeginDrain();
        scenario.InFlight.Drained.Wait();

        Assert.Equal(2, scenario.Ran.Count);
        Assert.Empty(scenario.Close());
    });
}
