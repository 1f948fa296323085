namespace EventGen.Stress.Tests.Queueing;

/// <summary>Workers sleep while all that is queued waits for a key, and emitters for room.</summary>
public sealed class WakeForNothingTests
{
    [Fact]
    public void EmittersThatWaitBehindAKey_WakeNobody()
    {
        var under = new QueueUnderTest(capacity: 1, QueueFullMode.Wait);
        var queue = under.Queue;
        queue.BeginWork();
        under.TryEnqueue(partition: 7);
        Assert.True(queue.TryTake(0, out var running));   // its key is taken from here on
        under.TryEnqueue(partition: 7);
        Assert.False(queue.TryTake(0, out _));
        queue.Parking.Park(new WorkerSignal(static () => { }));

        ValueTask waiting = default;
        queue.Enqueue(running, ref waiting, CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        Assert.Equal(1, queue.Parking.Sleeping);
        Assert.False(queue.TryTake(0, out _));   // by another worker
        Assert.Equal(1, queue.Parking.Sleeping);
        queue.AdmitIfNobodyFreesCapacity();          // by one that goes to sleep
        Assert.Equal(1, queue.Parking.Sleeping);

        Assert.True(queue.TryTake(7, out _));    // the key is free: the event behind it is taken, and makes room
        Assert.Equal(0, queue.Parking.Sleeping);
    }
}
