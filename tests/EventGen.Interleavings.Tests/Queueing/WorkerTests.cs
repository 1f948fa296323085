namespace EventGen.Interleavings.Tests.Queueing;

/// <summary>Emitters, workers that sleep and wake, and the end of both.</summary>
public sealed class WorkerTests
{
    /// <summary>No wake-up is lost: what has been accepted is run although nobody emits after it.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public void WhatIsAccepted_IsRun(int workers, bool hasKeys) => Interleavings.Explore(() =>
    {
        var scenario = new QueueInScenario(capacity: 2, workers);
        scenario.Workers.Start();

        Interleavings.WaitForAll(Task.Run(EmitTwo), Task.Run(EmitTwo));

        scenario.WaitUntilRan(scenario.Accepted);
        Assert.Empty(scenario.Close());
        Assert.Equal(scenario.Accepted, scenario.Ran.Count);

        void EmitTwo()
        {
            for (int i = 0; i < 2; i++) scenario.TryEmit(i, hasKeys ? 1u : 0);
        }
    });

    /// <summary>Events of a key run one after the other, in the order in which they were accepted, and those of another beside them.</summary>
    [Fact]
    public void EventsOfAKey_RunOneAtATime_InOrder() => Interleavings.Explore(static () =>
    {
        int[] running = new int[3];
        var scenario = new QueueInScenario(capacity: 8, workers: 2, handler: queued =>
        {
            Assert.Equal(1, Interlocked.Increment(ref running[queued.Partition]));
            Interlocked.Decrement(ref running[queued.Partition]);
        });
        scenario.Workers.Start();

        Interleavings.WaitForAll(Task.Run(() => EmitThree(1)), Task.Run(() => EmitThree(2)));

        scenario.WaitUntilRan(6);
        Assert.Empty(scenario.Close());
        for (ulong key = 1; key <= 2; key++)
        {
            Assert.Equal([0, 1, 2], scenario.Ran.Where(queued => queued.Partition == key).Select(static queued => (int)queued.Item));
        }

        void EmitThree(ulong key)
        {
            for (int i = 0; i < 3; i++) Assert.True(scenario.TryEmit(i, key));
        }
    });

    /// <summary>A retry or a publish keeps its key: events behind it wait, and none of them is forgotten when it ends.</summary>
    [Fact]
    public void HeldKey_LetsTheOthersGoOnAtItsEnd() => Interleavings.Explore(static () =>
    {
        var scenario = new QueueInScenario(capacity: 8, workers: 2);
        scenario.Queue.HoldPartition(1);
        scenario.Workers.Start();

        var emitting = Task.Run(() =>
        {
            scenario.TryEmit(0, 1);
            scenario.TryEmit(1, 1);
        });
        var leaving = Task.Run(() =>
        {
            Assert.DoesNotContain(scenario.Ran, static queued => queued.Partition == 1);
            scenario.Queue.LeavePartition(1);
        });
        Interleavings.WaitForAll(emitting, leaving, Task.Run(() => scenario.TryEmit(2)));

        scenario.WaitUntilRan(3);
        Assert.Empty(scenario.Close());
        Assert.Equal([0, 1], scenario.Ran.Where(static queued => queued.Partition == 1).Select(static queued => (int)queued.Item));
    });

    /// <summary>Accepted before the close: run or left, and never both.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Close_LeavesWhatNobodyHasRun(bool hasKeys) => Interleavings.Explore(() =>
    {
        var scenario = new QueueInScenario(capacity: 3, workers: 2);
        scenario.Workers.Start();
        IReadOnlyList<QueuedEvent> left = [];

        Interleavings.WaitForAll(
            Task.Run(() => EmitThree(0)),
            Task.Run(() => EmitThree(3)),
            Task.Run(() => left = scenario.Close()));

        Assert.Equal(scenario.Accepted, scenario.Ran.Count + left.Count);
        Assert.Equal(0, scenario.Queue.Length);
        Assert.Equal(scenario.Accepted, scenario.Ran.Concat(left).Select(static queued => queued.Item).Distinct().Count());

        void EmitThree(int first)
        {
            for (int i = first; i < first + 3; i++) scenario.TryEmit(i, hasKeys ? 1u : 0);
        }
    });
}
