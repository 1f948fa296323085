namespace EventGen.Stress.Tests.Queueing;

/// <summary>Emitters, takers and a close, at the same moment, on small queues.</summary>
public sealed class QueueRaceTests
{
    private const int Emitters = 3;

    /// <summary>No more waits than may, whoever races for the last place.</summary>
    [Theory]
    [InlineData(QueueFullMode.Wait, false)]
    [InlineData(QueueFullMode.DropOldest, false)]
    [InlineData(QueueFullMode.Wait, true)]
    [InlineData(QueueFullMode.DropOldest, true)]
    public Task Capacity_IsExact(QueueFullMode mode, bool hasKeys) => StressTime.RepeatAsync(share: 0.03, async seed =>
    {
        int capacity = new Random(seed).Next(1, 9);
        var under = new QueueUnderTest(capacity, mode);
        int most = 0;
        bool ended = false;
        await TogetherAsync(Emitters + 1, flow =>
        {
            if (flow < Emitters) PressUntil(ref ended, under, hasKeys);
            else most = TakeAndCount(under);
            Volatile.Write(ref ended, true);
        });

        Assert.InRange(most, 0, capacity);
        Assert.InRange(under.Queue.Length, 0, capacity);
        under.Queue.Close();
    });

    /// <summary>Each accepted event is taken or left, none both, and events of a partition one at a time.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Close_LeavesWhatNobodyHasTaken(bool hasKeys) => StressTime.RepeatAsync(share: 0.05, async seed =>
    {
        var random = new Random(seed);
        int capacity = random.Next(1, 200), before = random.Next(0, 2000);
        var under = new QueueUnderTest(capacity, QueueFullMode.Reject);
        int taken = 0, left = 0;
        await TogetherAsync(flows: 5, flow =>
        {
            switch (flow)
            {
                case 0 or 1:
                    PressUntilClosed(under, hasKeys);
                    break;
                case 2 or 3:
                    Interlocked.Add(ref taken, TakeUntilClosed(under.Queue));
                    break;
                default:
                    Thread.SpinWait(before);
                    under.Queue.BeginDrain();
                    left = under.Queue.Close().Count;
                    break;
            }
        });

        Assert.Equal(under.Accepted, taken + left);
        Assert.Equal(0, under.Queue.Length);
    });

    private static Task TogetherAsync(int flows, Action<int> run)
    {
        // Threads, not tasks: they begin together although they do not await.
        var start = new Barrier(flows);
        return Task.WhenAll(Enumerable.Range(0, flows).Select(flow => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                run(flow);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
    }

    private static ulong Partition(bool hasKeys, int number) => hasKeys ? (ulong)(number % 2 + 1) : 0;

    // Takes as a worker does, and gives each partition free with the next event.
    private static int TakeAndCount(QueueUnderTest under)
    {
        int most = 0, taken = 0;
        ulong finished = 0;
        for (int i = 0; i < 3000; i++)
        {
            // At least so many wait now: the accepted are counted late, what has left is counted in time.
            most = Math.Max(most, under.Accepted - under.Dropped - taken);
            bool found = under.Queue.TryTake(finished, out var next);
            finished = found ? next.Partition : 0;
            if (found) taken++;

            Thread.SpinWait(10 * (i % 8));
        }

        return most;
    }

    private static int TakeUntilClosed(EventQueue queue)
    {
        int count = 0;
        ulong finished = 0;
        while (!queue.IsClosed)
        {
            bool found = queue.TryTake(finished, out var taken);
            finished = found ? taken.Partition : 0;
            if (!found) continue;
            Assert.NotNull(taken.Owner);
            count++;
        }

        return count;
    }

    private static void PressUntil(ref bool ended, QueueUnderTest under, bool hasKeys)
    {
        for (int i = 0; !Volatile.Read(ref ended); i++) under.TryEnqueue(Partition(hasKeys, i));
    }

    private static void PressUntilClosed(QueueUnderTest under, bool hasKeys)
    {
        try
        {
            for (int i = 0; ; i++) under.TryEnqueue(Partition(hasKeys, i));
        }
        catch (EventBusStoppedException)
        {
            // Closed.
        }
    }
}
