using System.IO.Pipelines;
using System.Text;
using OrderDesk.Feed;

namespace OrderDesk.Tests.Feed;

public sealed class LineReaderTests
{
    // As a file arrives, and as the slowest pipe would bring it.
    public static TheoryData<int> ChunkSizes => [int.MaxValue, 4096, 3, 1];

    [Theory]
    [MemberData(nameof(ChunkSizes))]
    public async Task ReadAsync_NumbersTheLinesFromOne(int chunkSize) =>
        Assert.Equal([(1, "a"), (2, "bc"), (3, "d")], await ReadAsync("a\nbc\nd\n", chunkSize));

    [Theory]
    [MemberData(nameof(ChunkSizes))]
    public async Task ReadAsync_LastLineWithoutLineEnding_IsALine(int chunkSize) =>
        Assert.Equal([(1, "a"), (2, "bc")], await ReadAsync("a\nbc", chunkSize));

    [Theory]
    [MemberData(nameof(ChunkSizes))]
    public async Task ReadAsync_TakesOffCarriageReturns(int chunkSize) =>
        Assert.Equal([(1, "a"), (2, ""), (3, "b\rc"), (4, "d")], await ReadAsync("a\r\n\r\nb\rc\r\nd\r", chunkSize));

    [Theory]
    [MemberData(nameof(ChunkSizes))]
    public async Task ReadAsync_EmptyLines_AreLines(int chunkSize) =>
        Assert.Equal([(1, ""), (2, "a"), (3, ""), (4, "")], await ReadAsync("\na\n\n\n", chunkSize));

    [Theory]
    [MemberData(nameof(ChunkSizes))]
    public async Task ReadAsync_EmptyFeed_HasNoLines(int chunkSize) => Assert.Empty(await ReadAsync("", chunkSize));

    [Theory]
    [MemberData(nameof(ChunkSizes))]
    public async Task ReadAsync_ByteOrderMark_IsTakenOffTheFirstLineOnly(int chunkSize) =>
        Assert.Equal([(1, "a"), (2, "\uFEFFb")], await ReadAsync("\uFEFFa\n\uFEFFb\n", chunkSize));

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("")]
    public async Task ReadAsync_LineAtTheLimit_IsKept(string lineEnd)
    {
        string longest = new('x', LineReader.MaxLength);
        Assert.Equal([(1, longest)], await ReadAsync(longest + lineEnd));
        Assert.Equal([(1, longest)], await ReadAsync("\uFEFF" + longest + lineEnd, chunkSize: 1));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("")]
    public async Task ReadAsync_LineOverTheLimit_IsNotKept(string lineEnd)
    {
        string tooLong = new('x', LineReader.MaxLength + 1);
        Assert.Equal([(1, null)], await ReadAsync(tooLong + lineEnd));
        Assert.Equal([(1, null)], await ReadAsync(tooLong + lineEnd, chunkSize: 1));
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(4096)]
    [InlineData(7)]
    public async Task ReadAsync_AfterALineOverTheLimit_GoesOn(int chunkSize)
    {
        string tooLong = new('x', 3 * LineReader.MaxLength);
        Assert.Equal(
            [(1, "a"), (2, null), (3, null), (4, "b")],
            await ReadAsync($"a\n{tooLong}\n{tooLong}\r\nb", chunkSize));
    }

    [Fact]
    public async Task ReadAsync_LineWithoutEnd_IsGivenUpBeforeItEnds()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        await using var lines = new LineReader(pipe.Reader).ReadAsync(CancellationToken.None).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await pipe.Writer.WriteAsync(new byte[2 * LineReader.MaxLength], TestContext.Current.CancellationToken);

        Assert.True(await lines.MoveNextAsync());

        Assert.Equal(new FeedLine(1, null), lines.Current);
    }

    [Fact]
    public async Task ReadAsync_LineOfAGigabyte_TakesBoundedMemory()
    {
        var feed = new LongLine(1L << 30);
        var reader = new LineReader(PipeReader.Create(feed, new StreamPipeReaderOptions(bufferSize: LineReader.MaxLength)));
        long before = GC.GetTotalAllocatedBytes();

        int lines = 0;
        await foreach (var line in reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            lines++;
            Assert.Null(line.Text);
        }

        Assert.Equal(1, lines);
        Assert.Equal(0, feed.Left);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64L << 20);
    }

    [Fact]
    public async Task ReadAsync_Cancelled_EndsAWaitForBytesThatNeverCome()
    {
        using var stop = new CancellationTokenSource();
        var feed = new UncancellableStream();
        await using var lines = new LineReader(PipeReader.Create(feed)).ReadAsync(CancellationToken.None).GetAsyncEnumerator(stop.Token);
        var next = lines.MoveNextAsync();
        await feed.IsRead;

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.AsTask());
    }

    [Fact]
    public async Task ReadAsync_CancelledBetweenTwoLines_ReturnsNoMoreOfThem()
    {
        using var stop = new CancellationTokenSource();
        var pipe = PipeReader.Create(new MemoryStream("a\nb\n"u8.ToArray()));
        await using var lines = new LineReader(pipe).ReadAsync(CancellationToken.None).GetAsyncEnumerator(stop.Token);
        Assert.True(await lines.MoveNextAsync());

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lines.MoveNextAsync().AsTask());
    }

    private static async Task<List<(long Number, string? Text)>> ReadAsync(string feed, int chunkSize = int.MaxValue)
    {
        var pipe = PipeReader.Create(new ChunkedStream(Encoding.UTF8.GetBytes(feed), chunkSize));
        List<(long, string?)> lines = [];
        await foreach (var line in new LineReader(pipe).ReadAsync(TestContext.Current.CancellationToken))
            lines.Add((line.Number, line.Text is { } text ? Encoding.UTF8.GetString(text.Span) : null));
        return lines;
    }
}
