namespace EventGen.Interleavings.Tests.Queueing;

/// <summary>The ring: what is written is read once and in order, whoever races.</summary>
public sealed class EventRingTests
{
    private static readonly int s_nothingElsewhere = 0;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatIsWritten_IsReadOnce_InOrder(bool hasKeys) => Interleavings.Explore(() =>
    {
        const int Writers = 2, Each = 3;
        var ring = new EventRing(2);
        var read = new List<(int Writer, int Number)>[] { [], [] };
        int left = Writers * Each;

        List<Task> flows = [];
        for (int writer = 0; writer < Writers; writer++)
        {
            int own = writer;
            flows.Add(Task.Run(() =>
            {
                for (int number = 0; number < Each; number++)
                {
                    while (!ring.TryEnqueue(Event(own, number, hasKeys), limit: 2, in s_nothingElsewhere, out _, out _)) Thread.Yield();
                }
            }));
        }

        foreach (var own in read)
        {
            flows.Add(Task.Run(() =>
            {
                while (Volatile.Read(ref left) > 0)
                {
                    if (!TryRead(ring, out var queued))
                    {
                        Thread.Yield();
                        continue;
                    }

                    own.Add(((int, int))queued.Item);
                    Interlocked.Decrement(ref left);
                }
            }));
        }

        Interleavings.WaitForAll([.. flows]);
        Assert.Equal((0, true, false), (ring.Count, ring.IsEmpty, ring.HasNext));
        AssertReadOnceInOrder(read, Writers, Each);
    });

    /// <summary>One that insists makes the ring grow, while others write and read.</summary>
    [Fact]
    public void RingThatGrows_LosesNothing() => Interleavings.Explore(static () =>
    {
        const int Insisted = 5;
        var ring = new EventRing(2);
        var read = new List<(int Writer, int Number)>[] { [], [] };
        int written = 0;
        bool isClosed = false;

        var writing = Task.Run(() =>
        {
            for (int i = 0; i < 3; i++)
            {
                if (ring.TryEnqueue(Event(1, written, hasKeys: true), limit: 4, in s_nothingElsewhere, out _, out _)) written++;
            }
        });
        var insisting = Task.Run(() =>
        {
            ring.Close();
            for (int i = 0; i < Insisted; i++) ring.Insist(Event(0, i, hasKeys: true));
            ring.Open();
        });
        var reading = new Task[read.Length];
        for (int i = 0; i < reading.Length; i++)
        {
            var own = read[i];
            reading[i] = Task.Run(() =>
            {
                while (true)
                {
                    bool last = Volatile.Read(ref isClosed);
                    while (TryRead(ring, out var queued)) own.Add(((int, int))queued.Item);
                    if (last) return;
                    Thread.Yield();
                }
            });
        }

        Interleavings.WaitForAll(writing, insisting);
        Volatile.Write(ref isClosed, true);
        Interleavings.WaitForAll(reading);
        Assert.Equal(0, ring.Count);
        Assert.Equal(Insisted + written, read[0].Count + read[1].Count);
        AssertAscending(read, 0, Insisted);
        AssertAscending(read, 1, written);
    });

    /// <summary>An event that was accepted is in the ring that has closed; its writer knows of any other.</summary>
    [Fact]
    public void ClosedRing_HasWhatWasAccepted() => Interleavings.Explore(static () =>
    {
        var ring = new EventRing(4);
        int accepted = 0, counted = 0;
        Action write = () =>
        {
            if (ring.TryEnqueue(Event(0, 0, hasKeys: false), limit: 4, in s_nothingElsewhere, out _, out _)) Interlocked.Increment(ref accepted);
        };
        var closing = Task.Run(() =>
        {
            ring.Close();
            counted = ring.Count;
        });
        Interleavings.WaitForAll(Task.Run(write), Task.Run(write), closing);

        Assert.Equal(accepted, counted);
        Assert.Equal(accepted, ring.Count);
    });

    private static QueuedEvent Event(int writer, int number, bool hasKeys) => new(null!, (writer, number), hasKeys ? (ulong)number % 2 : 0, QueuedPart.All);

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

    private static void AssertReadOnceInOrder(List<(int Writer, int Number)>[] read, int writers, int each)
    {
        for (int writer = 0; writer < writers; writer++) AssertAscending(read, writer, each);
    }

    // Each reader sees a writer's events in order; all of them together see each once.
    private static void AssertAscending(List<(int Writer, int Number)>[] read, int writer, int count)
    {
        List<int> all = [];
        foreach (var list in read)
        {
            int last = -1;
            foreach (var one in list)
            {
                if (one.Writer != writer) continue;
                Assert.True(one.Number > last, $"{one.Number} after {last}");
                last = one.Number;
                all.Add(last);
            }
        }

        all.Sort();
        Assert.Equal(Enumerable.Range(0, count), all);
    }
}
