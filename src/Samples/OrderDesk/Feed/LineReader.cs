using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace OrderDesk.Feed;

/// <summary>Cuts a feed into lines. However long a line is, little more than <see cref="MaxLength"/> of it is in memory.</summary>
internal sealed class LineReader(PipeReader pipe)
{
    /// <summary>The longest line that is kept, in bytes, without its line ending.</summary>
    public const int MaxLength = 64 * 1024;

    // What a line of the longest length may have around it: a byte order mark and a carriage return.
    private const int Margin = 4;

    private readonly byte[] _joined = new byte[MaxLength + Margin];
    private long _number;
    private bool _skipping;   // inside a line that was given up

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads to the end of the feed.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; no line was lost in the middle.</exception>
    /// <exception cref="IOException">The feed broke off.</exception>
    public async IAsyncEnumerable<FeedLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            // A read of standard input cannot be cancelled while it waits for bytes; the wait for it can.
            var read = await pipe.ReadAsync(cancellationToken).AsTask().WaitAsync(cancellationToken);
            var rest = read.Buffer;
            while (TryTakeLine(ref rest, read.IsCompleted, out var line))
            {
                yield return line;
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (read.IsCompleted) yield break;
            pipe.AdvanceTo(rest.Start, rest.End);
        }
    }

    private bool TryTakeLine(ref ReadOnlySequence<byte> rest, bool isLast, out FeedLine line)
    {
        line = default;
        var end = rest.PositionOf((byte)'\n');
        if (_skipping)
        {
            rest = end is null ? rest.Slice(rest.End) : After(rest, end.Value);
            if (end is null) return false;
            _skipping = false;
            end = rest.PositionOf((byte)'\n');
        }

        if (end is not null)
        {
            line = Line(rest.Slice(0, end.Value));
            rest = After(rest, end.Value);
            return true;
        }

        _skipping = rest.Length > MaxLength + Margin;
        if (!_skipping && (!isLast || rest.IsEmpty)) return false;
        line = Line(rest);
        rest = rest.Slice(rest.End);
        return true;
    }

    private static ReadOnlySequence<byte> After(in ReadOnlySequence<byte> bytes, SequencePosition end) =>
        bytes.Slice(bytes.GetPosition(1, end));

    private FeedLine Line(in ReadOnlySequence<byte> bytes)
    {
        _number++;
        if (bytes.Length > MaxLength + Margin) return new FeedLine(_number, null);

        var text = Join(bytes);
        if (_number == 1 && text.Span.StartsWith(ByteOrderMark)) text = text[ByteOrderMark.Length..];
        if (text.Span.EndsWith("\r"u8)) text = text[..^1];
        return text.Length > MaxLength ? new FeedLine(_number, null) : new FeedLine(_number, text);
    }

    private ReadOnlyMemory<byte> Join(in ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsSingleSegment) return bytes.First;
        bytes.CopyTo(_joined);
        return _joined.AsMemory(0, (int)bytes.Length);
    }
}
