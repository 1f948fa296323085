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

    /// <summary>No fence lies between what is taken in the readers' gate and what its holder does next.</summary>
    [Fact]
    public Task WhoWaitsForRoom_SeesThePlaceOfAnEventTakenInTheGate_OrIsSeen() => StressTime.RepeatAsync(share: 0.05, static async seed =>
    {
        const int Rounds = 2000;
        var random = new Random(seed);
        var ring = new EventRing(2);
        int waiting = 0, round = 0;
        bool seesRoom = false;
        var emitting = Task.Run(() =>
        {
            for (int i = 1; i <= Rounds; i++)
            {
                SpinWait.SpinUntil(() => Volatile.Read(ref round) == 2 * i - 1);
                Interlocked.Exchange(ref waiting, 1);
                ring.WaitForReader();
                seesRoom = ring.Count == 0;
                Volatile.Write(ref round, 2 * i);
            }
        });
        for (int i = 1; i <= Rounds; i++)
        {
            Volatile.Write(ref waiting, 0);
            Assert.True(ring.TryEnqueue(Event(0, 1), limit: 1, in s_nothingElsewhere, out _, out _));
            Volatile.Write(ref round, 2 * i - 1);
            for (int delay = random.Next(50); delay > 0; delay--) Thread.SpinWait(1);
            long head = ring.EnterGate();
            Assert.True(ring.TryPeek(head, out _));
            ring.Dequeue(head++, out _);
            ring.LeaveGate(head);
            bool seesWaiting = Volatile.Read(ref waiting) != 0;
            SpinWait.SpinUntil(() => Volatile.Read(ref round) == 2 * i);
            Assert.True(seesWaiting || seesRoom, $"round {i}");
        }

        await emitting;
    });

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
