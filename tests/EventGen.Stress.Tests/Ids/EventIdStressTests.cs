using System.Buffers.Binary;

namespace EventGen.Stress.Tests.Ids;

public sealed class EventIdStressTests
{
    [Fact]
    public async Task TenMillion_FromEightThreads_AreDistinct_AscendByThread_AndAreOfVersion7()
    {
        const int Threads = 8, Each = 1_250_000;
        UInt128[][] ids = await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ =>
            Task.Factory.StartNew(static () => Make(Each), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        foreach (var ofAThread in ids)
        {
            for (int i = 0; i < Each; i++)
            {
                var id = ofAThread[i];
                if ((id >> 76 & 0xF) != 7 || (id >> 62 & 0b11) != 0b10) Assert.Fail($"{id:x32} is not of version 7");
                if (i > 0 && ofAThread[i - 1] >= id) Assert.Fail($"{id:x32} comes after {ofAThread[i - 1]:x32}");
            }
        }

        AssertDistinct(ids);
    }

    [Fact]
    public async Task TwoProcesses_MakeDifferentIds()
    {
        const int Each = 20_000;
        var others = SecondProcess.StartAsync(IdsOfAProcess.Job, Each);
        HashSet<Guid> own = [];
        while (!others.IsCompleted)
        {
            // As long as the other makes its own, so that times and counters overlap.
            for (int i = 0; i < 100; i++) own.Add(EventIds.Next(DateTimeOffset.UtcNow));
            await Task.Delay(1);
        }

        Guid[] theirs = Array.ConvertAll(await others, Guid.Parse);
        Assert.Equal(Each, theirs.Distinct().Count());
        Assert.False(own.Overlaps(theirs));
    }

    private static UInt128[] Make(int count)
    {
        var ids = new UInt128[count];
        Span<byte> bytes = stackalloc byte[16];
        for (int i = 0; i < count; i++)
        {
            EventIds.Next(DateTimeOffset.UtcNow).TryWriteBytes(bytes, bigEndian: true, out _);
            ids[i] = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        }

        return ids;
    }

    // Each list ascends, so equal ids of two lists meet at their heads.
    private static void AssertDistinct(UInt128[][] ascending)
    {
        int[] next = new int[ascending.Length];
        var last = UInt128.Zero;
        while (true)
        {
            int least = -1;
            for (int i = 0; i < ascending.Length; i++)
            {
                if (next[i] < ascending[i].Length && (least < 0 || ascending[i][next[i]] < ascending[least][next[least]])) least = i;
            }

            if (least < 0) return;
            var id = ascending[least][next[least]++];
            if (id == last) Assert.Fail($"{id:x32} was made twice");
            last = id;
        }
    }
}
