namespace EventGen.Benchmarks.Queue;

/// <summary>Counts what has been handled and completes with the last one.</summary>
public sealed class Batch(int size)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = size;

    public Task Done => _done.Task;

    [Subscribe]
    public static void Handle(Queued e) => e.Batch.CountDown();

    [Subscribe]
    public static void Handle(KeyedQueued e) => e.Batch.CountDown();

    public void CountDown()
    {
        if (Interlocked.Decrement(ref _left) == 0) _done.SetResult();
    }
}
