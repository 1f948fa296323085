namespace OrderDesk.Tests.Feed;

/// <summary>A feed of one long line, made as it is read.</summary>
internal sealed class LongLine(long length) : ReadOnlyStream
{
    public long Left { get; private set; } = length;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = (int)Math.Min(Left, buffer.Length);
        buffer.Span[..count].Fill((byte)'x');
        Left -= count;
        return ValueTask.FromResult(count);
    }
}
