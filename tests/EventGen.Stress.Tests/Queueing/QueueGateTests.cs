namespace EventGen.Stress.Tests.Queueing;

/// <summary>The gate of the partitions, which nobody can wait for but by looking again and again.</summary>
public sealed class QueueGateTests
{
    [Fact]
    public async Task WhatThrowsInside_LeavesTheGateOpen()
    {
        var queue = new QueueUnderTest(capacity: 4, QueueFullMode.Wait).Queue;

        Assert.Throws<KeyNotFoundException>(() => queue.LeavePartition(7));   // nobody holds it

        Assert.Equal(0, await Deadline.WithinAsync(Task.Run(() => queue.Length), "the gate"));
    }
}
