namespace EventGen.Interleavings.Tests.Streaming;

/// <summary>The buffer of a stream: emitters, its one reader, and its end.</summary>
public sealed class StreamBufferTests
{
    /// <summary>No signal is lost: the reader gets all, in each emitter's order, and its loop ends.</summary>
    [Fact]
    public void Reader_GetsAll_AndEnds() => Interleavings.Explore(static () =>
    {
        var buffer = new StreamBuffer<int>("scenario", new EventStreamOptions { Capacity = 8 });
        List<int> read = [];

        var reading = Task.Run(() =>
        {
            while (buffer.WaitToReadAsync(CancellationToken.None).AsTask().Result)
            {
                while (buffer.TryRead(out int item)) read.Add(item);
            }
        });
        Interleavings.WaitForAll(Task.Run(() => WriteTwo(0)), Task.Run(() => WriteTwo(2)));
        buffer.Complete();
        reading.Wait();

        Assert.Equal([0, 1], read.Where(static item => item < 2));
        Assert.Equal([2, 3], read.Where(static item => item >= 2));
        Assert.Equal(0, buffer.Dropped);

        void WriteTwo(int first)
        {
            for (int i = first; i < first + 2; i++) buffer.Write(i, CancellationToken.None);
        }
    });

    /// <summary>What is written is read or counted as dropped, and no more is in the buffer than may.</summary>
    [Theory]
    [InlineData(StreamFullMode.DropOldest)]
    [InlineData(StreamFullMode.DropWrite)]
    public void FullBuffer_CountsWhatItDrops(StreamFullMode mode) => Interleavings.Explore(() =>
    {
        var buffer = new StreamBuffer<int>("scenario", new EventStreamOptions { Capacity = 1, WhenFull = mode });
        int read = 0;

        var reading = Task.Run(() =>
        {
            while (buffer.WaitToReadAsync(CancellationToken.None).AsTask().Result)
            {
                while (buffer.TryRead(out _)) read++;
            }
        });
        Interleavings.WaitForAll(Task.Run(WriteTwo), Task.Run(WriteTwo));
        Assert.InRange(buffer.Count, 0, 1);
        buffer.Complete();
        reading.Wait();

        Assert.Equal(4, read + buffer.Dropped);

        void WriteTwo()
        {
            for (int i = 0; i < 2; i++) buffer.Write(i, CancellationToken.None);
        }
    });

    /// <summary>A close ends the reader's loop, whatever is being written.</summary>
    [Fact]
    public void Close_EndsTheReader() => Interleavings.Explore(static () =>
    {
        var buffer = new StreamBuffer<int>("scenario", new EventStreamOptions { Capacity = 2 });

        var reading = Task.Run(() =>
        {
            while (buffer.WaitToReadAsync(CancellationToken.None).AsTask().Result)
            {
                while (buffer.TryRead(out _)) { }
            }
        });
        Interleavings.WaitForAll(Task.Run(() => buffer.Write(1, CancellationToken.None)), Task.Run(buffer.Close));
        reading.Wait();

        Assert.Equal(0, buffer.Count);
        Assert.True(buffer.Completion.IsCompleted);
    });
}
