using System.Runtime.CompilerServices;

namespace EventGen.Redis.Tests;

/// <summary>How a call is waited for that nobody waits for any more in the end. The class is the same in each transport.</summary>
public sealed class BoundedWaitTests
{
    [Fact]
    public void AFailureThatComesAfterTheWait_IsNoFaultOfTheApplication()
    {
        string mark = Guid.NewGuid().ToString();
        int unseen = 0;
        void Note(object? sender, UnobservedTaskExceptionEventArgs args)
        {
            if (args.Exception.ToString().Contains(mark, StringComparison.Ordinal)) Interlocked.Increment(ref unseen);
        }

        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            // On a thread that ends, so that nothing of it is left on a stack.
            var thread = new Thread(() => GiveUp(mark));
            thread.Start();
            thread.Join();
            for (int round = 0; round < 3; round++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        Assert.Equal(0, unseen);
    }

    [Fact]
    public async Task AFailureInTime_IsThatOfTheCall() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => BoundedWait.ForAsync(Task.FromException(new InvalidDataException()), Suite.Patience, TestContext.Current.CancellationToken));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void GiveUp(string mark)
    {
        var call = new TaskCompletionSource();
        Assert.Throws<TimeoutException>(() => BoundedWait.ForAsync(call.Task, TimeSpan.FromMilliseconds(1), CancellationToken.None).GetAwaiter().GetResult());
        call.SetException(new IOException(mark));
    }
}
