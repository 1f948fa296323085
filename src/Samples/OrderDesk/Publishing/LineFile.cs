namespace OrderDesk.Publishing;

/// <summary>A file that takes one line at a time, from any thread.</summary>
internal sealed class LineFile : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Stream _stream;
    private byte[] _buffer = new byte[512];   // used by whoever has the turn
    private long _lines;

    private LineFile(Stream stream) => _stream = stream;

    /// <summary>How many lines it has taken.</summary>
    public long Lines => Volatile.Read(ref _lines);

    /// <param name="path">The file; <see langword="null"/> to count the lines and keep none.</param>
    /// <param name="goesOn">Whether lines are added to what is there; otherwise the file is replaced.</param>
    /// <exception cref="UnusableFileException">The file cannot be written.</exception>
    public static LineFile Create(string? path, bool goesOn = false)
    {
        if (path is null) return new LineFile(Stream.Null);
        try
        {
            return new LineFile(new FileStream(path, goesOn ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0, useAsync: true));
        }
        catch (Exception exception) when (UnusableFileException.Explains(exception))
        {
            throw new UnusableFileException($"Cannot write '{path}': {UnusableFileException.Reason(path, exception)} Name a file that can be made or replaced.");
        }
    }

    public async ValueTask AppendAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            int length = line.Length + 1;
            if (_buffer.Length < length) _buffer = new byte[length];
            line.CopyTo(_buffer);
            _buffer[line.Length] = (byte)'\n';

            // Text and line end in one write, past any buffer: who counts a line as written can rely on it.
            await _stream.WriteAsync(_buffer.AsMemory(0, length), cancellationToken);
            _lines++;
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
