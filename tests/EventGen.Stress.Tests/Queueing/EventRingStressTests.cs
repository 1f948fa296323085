namespace EventGen.Stress.Tests.Queueing;

/// <summary>The ring by itself: writers and readers in any number, one that insists, so that it grows, and a close among them.</summary>
public sealed class EventRingStressTests
{
    private static readonly int s_nothingElsewhere = 0;

    [Fact]
    public Task WhatIsWritten_IsReadOnce_InOrder_UpToTheClose() => StressTime.RepeatAsync(share: 0.1, static async seed =>
    {
        var random = new Random(seed);
        int writers = random.Next(1, 4), readers = random.Next(1, 4), size = 1 << random.Next(1, 6), limit = random.Next(1, size + 1);
        var ring = new EventRing(size);
        int[] written = new int[writers + 1];   // the last is the one that insists
        List<(int Writer, int Number)>[] read = [.. Enumerable.Range(0, readers).Select(static _ => new List<(int, int)>())];
        using var closed = new CancellationTokenSource();
        var start = new AsyncBarrier(writers + readers);

        Task[] writing = [.. Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            await start.SignalAndWaitAsync();
            while (!closed.IsCancellationRequested)
            {
                if (ring.TryEnqueue(Event(writer, written[writer]), limit, in s_nothingElsewhere, out _, out _)) written[writer]++;
                else await Task.Yield();
            }
        }))];
        var insisting = Task.Run(async () =>
        {
            var own = new Random(seed);
            while (!closed.IsCancellationRequested)
            {
                ring.Close();
                for (int i = own.Next(4 * size); i > 0 && ring.Count < 16 * size; i--) ring.Insist(Event(writers, written[writers]++));
                ring.Open();
                await Task.Yield();
            }
        });
        Task[] reading = [.. Enumerable.Range(0, readers).Select(reader => Task.Run(async () =>
        {
            await start.SignalAndWaitAsync();
            while (true)
            {
                bool last = closed.IsCancellationRequested && insisting.IsCompleted && writing.All(static writer => writer.IsCompleted);
                while (TryRead(ring, out var queued)) read[reader].Add(((int, int))queued.Item);

                if (last) return;
                await Task.Yield();
            }
        }))];

        for (int i = random.Next(2000); i > 0; i--) await Task.Yield();
        await closed.CancelAsync();
        await insisting;
        ring.Close();
        Assert.False(ring.TryEnqueue(default, limit, in s_nothingElsewhere, out _, out _));
        await Deadline.WithinAsync(Task.WhenAll([insisting, .. writing, .. reading]), "writers and readers");

        Assert.Equal((0, false), (ring.Count, ring.HasNext));
        for (int writer = 0; writer < written.Length; writer++)
        {
            // Each reader sees a writer's events in order; all of them together see each once.
            foreach (var list in read) AssertAscending(list.Where(one => one.Writer == writer).Select(static one => one.Number));
            var all = read.SelectMany(static list => list).Where(one => one.Writer == writer).Select(static one => one.Number).Order();
            Assert.Equal(Enumerable.Range(0, written[writer]), all);
        }
    });

    /// <summary>What the holder of the readers' gate has taken is seen when it has left: who has to know exactly what is left waits for that.</summary>
    [Fact]
    public async Task WhoWaitsForTheReader_SeesWhatItHasTaken()
    {
        var ring = new EventRing(2);
        Assert.True(ring.TryEnqueue(Event(0, 1), limit: 1, in s_nothingElsewhere, out _, out _));
        long head = ring.EnterGate();
        var asking = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var counting = Task.Run(() =>
        {
            asking.SetResult();
            ring.WaitForReader();
            return ring.Count;
        });
        await asking.Task;
        for (int i = 0; i < 1000; i++) Thread.Yield();   // for one that would not wait

        Assert.False(counting.IsCompleted);
        ring.Dequeue(head++, out _);
        ring.LeaveGate(head);
        Assert.Equal(0, await Deadline.WithinAsync(counting, "the count"));
    }

    // Two of three have a partition, and are read in the gate.
    private static QueuedEvent Event(int writer, int number) => new(null!, (writer, number), (ulong)number % 3, QueuedPart.All);

    private static bool TryRead(EventRing ring, out QueuedEvent read)
    {
        if (ring.TryDequeueUnpartitioned(out read, out bool isEmpty)) return true;
        if (isEmpty) return false;
        long head = ring.EnterGate();
        bool found = ring.TryPeek(head, out _);
        if (found) ring.Dequeue(head++, out read);
        ring.LeaveGate(head);
        return found;
    }

    private static void AssertAscending(IEnumerable<int> numbers)
    {
        int last = -1;
        foreach (int number in numbers)
        {
            Assert.True(number > last, $"{number} after {last}");
            last = number;
        }
    }
}
