namespace EventGen.TestKit.Tests;

public sealed class AsyncGateTests
{
    [Fact]
    public async Task PassAsync_HoldsCallersUntilTheGateOpens()
    {
        var gate = new AsyncGate(expected: 2);
        Task[] callers = [gate.PassAsync(TestContext.Current.CancellationToken), gate.PassAsync(TestContext.Current.CancellationToken)];

        await gate.Reached;
        Assert.All(callers, static caller => Assert.False(caller.IsCompleted));

        gate.Open();
        await Deadline.WithinAsync(Task.WhenAll(callers), "the callers to pass");
    }

    [Fact]
    public async Task Reached_BeforeEnoughHaveCome_IsNotComplete()
    {
        var gate = new AsyncGate(expected: 2);
        Task reached = gate.Reached;
        Task first = gate.PassAsync(TestContext.Current.CancellationToken);

        Assert.False(reached.IsCompleted);
        Assert.Equal(1, gate.Arrivals);

        Task second = gate.PassAsync(TestContext.Current.CancellationToken);
        await reached;
        gate.Open();
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task PassAsync_WhenCancelled_LeavesTheGate()
    {
        using var cancel = new CancellationTokenSource();
        Task caller = new AsyncGate().PassAsync(cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller);
    }

    [Fact]
    public async Task SignalAndWaitAsync_LetsEveryRoundStartTogether()
    {
        const int Flows = 4, Rounds = 50;
        var barrier = new AsyncBarrier(Flows);
        int inRound = 0;

        // All flows count before any may leave the round: each then sees a full multiple of the flows at least.
        await Task.WhenAll(Enumerable.Range(0, Flows).Select(_ => Task.Run(async () =>
        {
            for (int round = 1; round <= Rounds; round++)
            {
                Interlocked.Increment(ref inRound);
                await barrier.SignalAndWaitAsync();
                Assert.InRange(Volatile.Read(ref inRound), round * Flows, (round + 1) * Flows);
            }
        })));
    }
}
