namespace EventGen.Interleavings.Tests.Queueing;

/// <summary>A bound that is exact, and emitters that wait for it.</summary>
public sealed class CapacityTests
{
    /// <summary>No more wait than may, whoever races for the last place.</summary>
    [Theory]
    [InlineData(QueueFullMode.Wait, false)]
    [InlineData(QueueFullMode.Wait, true)]
    [InlineData(QueueFullMode.DropOldest, false)]
    [InlineData(QueueFullMode.DropOldest, true)]
    public void Capacity_IsExact(QueueFullMode mode, bool hasKeys) => Interleavings.Explore(() =>
    {
        const int Capacity = 1;
        var scenario = new QueueInScenario(Capacity, workers: 1, mode);
        int most = 0, taken = 0;

        var taking = Task.Run(() =>
        {
            ulong running = 0;
            for (int i = 0; i < 24; i++)
            {
                // At least so many wait now: the accepted are counted late, what has left is counted in time.
                most = Math.Max(most, scenario.Accepted - scenario.Dropped - taken);

                // Every other time the event goes on, so that the next one waits for its key.
                bool ends = i % 2 == 1;
                bool found = scenario.Queue.TryTake(ends ? running : 0, out var next);
                if (found) taken++;
                if (found) running = next.Partition;
                else if (ends) running = 0;
            }
        });
        Interleavings.WaitForAll(Task.Run(Press), Task.Run(Press), taking);

        Assert.InRange(most, 0, Capacity);
        Assert.Equal(scenario.Accepted - scenario.Dropped - taken, scenario.Queue.Length);
        Assert.InRange(scenario.Queue.Length, 0, Capacity);

        void Press()
        {
            for (int i = 0; i < 6; i++) scenario.TryEmit(i, hasKeys ? 1u : 0);
        }
    });

    /// <summary>Whoever waits for room is let in, although nobody emits after it.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public void WhoWaitsForRoom_IsLetIn(int workers, bool hasKeys) => Interleavings.Explore(() =>
    {
        var scenario = new QueueInScenario(capacity: 1, workers);
        scenario.Workers.Start();

        Interleavings.WaitForAll(Task.Run(EmitTwo), Task.Run(EmitTwo));

        scenario.WaitUntilRan(4);
        Assert.Empty(scenario.Close());

        void EmitTwo()
        {
            for (int i = 0; i < 2; i++) scenario.Queue.Enqueue(scenario.Event(i, hasKeys ? 1u : 0));
        }
    });
}
