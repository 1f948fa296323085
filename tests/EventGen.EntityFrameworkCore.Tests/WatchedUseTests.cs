namespace EventGen.EntityFrameworkCore.Tests;

/// <summary>What a flow carries along of the contexts that it uses.</summary>
public sealed class WatchedUseTests
{
    [Fact]
    public void ContextsThatWereUsed_LeaveNothingInTheFlow()
    {
        Use(100);   // the first uses make what stays
        long before = Allocated(100);

        Use(2000);

        Assert.InRange(Allocated(100), 0, 2 * before);
    }

    [Fact]
    public void AnotherContextInside_DoesNotHideTheFirst()
    {
        WatchedUse first = Watched(), second = Watched();
        using (first.EnterCriticalSection())
        {
            using (second.EnterCriticalSection())
            using (first.EnterCriticalSection())
            {
                // A trigger of one context that asks another, which asks the first.
            }

            using var again = first.EnterCriticalSection();
        }

        using var free = first.EnterCriticalSection();
    }

    [Fact]
    public async Task AFlowThatWasBegunInside_IsInsideNoLongerThanTheOther()
    {
        WatchedUse first = Watched(), second = Watched(), other = Watched();
        var left = new TaskCompletionSource();
        Task forked;
        using (first.EnterCriticalSection()) forked = LaterAsync();
        left.SetResult();

        await Deadline.WithinAsync(forked, "the flow to end");

        async Task LaterAsync()
        {
            await left.Task;
            var isHeld = new TaskCompletionSource();
            var release = new TaskCompletionSource();
            Task holder;
            using (ExecutionContext.SuppressFlow())
                holder = Task.Run(async () =>
                {
                    using (other.EnterCriticalSection())
                    {
                        isHeld.SetResult();
                        await release.Task;
                    }
                });
            await isHeld.Task;
            using (second.EnterCriticalSection())
            using (first.EnterCriticalSection())
            {
                // Refused. It has no context here whose name it could say.
                Assert.ThrowsAny<Exception>(() =>
                {
                    other.EnterCriticalSection();
                });
            }

            release.SetResult();
            await holder;
        }
    }

    private static void Use(int contexts)
    {
        for (int i = 0; i < contexts; i++)
        {
            using (Watched().EnterCriticalSection())
            {
                // As a query does.
            }
        }
    }

    private static long Allocated(int contexts)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Use(contexts);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static WatchedUse Watched() => new(null!);
}
