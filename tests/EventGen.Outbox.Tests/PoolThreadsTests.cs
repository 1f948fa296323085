namespace EventGen.Outbox.Tests;

/// <summary>The thread pool while its threads wait for a store.</summary>
[Collection(nameof(PoolThreadsTests))]
public sealed class PoolThreadsTests
{
    [Fact]
    public async Task AnItemBehindManyThatWait_GetsAThread_AndTheMinimumIsAfterwardsWhatItWas()
    {
        // Half a second for each, as a pool at its minimum gives them, would be 100 seconds.
        const int Count = 200;
        var patience = TimeSpan.FromSeconds(30);
        ThreadPool.GetMinThreads(out int workers, out int completions);
        Assert.True(ThreadPool.SetMinThreads(1, completions));
        try
        {
            using var over = new ManualResetEventSlim();
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

            // Some wait for something else, and say so to nobody.
            Task[] waiting = [.. Enumerable.Range(0, Count).Select(number => Task.Run(() => Wait(over, isTold: number > 3)))];
            ThreadPool.UnsafeQueueUserWorkItem(_ => reached.SetResult(), null);

            try
            {
                await reached.Task.WaitAsync(patience, TestContext.Current.CancellationToken);
            }
            finally
            {
                over.Set();
                await Task.WhenAll(waiting);
            }

            Assert.Equal(1, Minimum());
        }
        finally
        {
            ThreadPool.SetMinThreads(workers, completions);
        }
    }

    [Fact]
    public void AThreadOfSomebodyElse_GivesThePoolNone()
    {
        int before = Minimum();
        int? threads = null;
        var thread = new Thread(() => threads = PoolThreads.Enter());
        thread.Start();
        thread.Join();

        Assert.Equal(0, threads);
        Assert.Equal(before, Minimum());
    }

    private static void Wait(ManualResetEventSlim over, bool isTold)
    {
        int threads = isTold ? PoolThreads.Enter() : 0;
        over.Wait(TestContext.Current.CancellationToken);
        PoolThreads.Exit(threads);
    }

    private static int Minimum()
    {
        ThreadPool.GetMinThreads(out int workers, out _);
        return workers;
    }
}

/// <summary>The pool is the process's: no other test emits synchronously meanwhile.</summary>
[CollectionDefinition(nameof(PoolThreadsTests), DisableParallelization = true)]
public sealed class PoolThreadsCollection;
