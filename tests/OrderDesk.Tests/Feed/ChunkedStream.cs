namespace OrderDesk.Tests.Feed;

/// <summary>Brings its content a few bytes at a time.</summary>
internal sealed class ChunkedStream(ReadOnlyMemory<byte> content, int chunkSize) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> _rest = content;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = Math.Min(Math.Min(chunkSize, _rest.Length), buffer.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return ValueTask.FromResult(count);
    }
}
