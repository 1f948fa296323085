using System.IO.Pipelines;

namespace OrderDesk.Feed;

/// <summary>Where the orders come from: a file, standard input, or the file that comes with the sample.</summary>
internal sealed class OrderFeed : IAsyncDisposable
{
    private static readonly StreamPipeReaderOptions s_buffers = new(bufferSize: LineReader.MaxLength);

    private readonly Stream _stream;

    private OrderFeed(string name, Stream stream)
    {
        Name = name;
        _stream = stream;
        Lines = new LineReader(PipeReader.Create(stream, s_buffers));
    }

    /// <summary>What people call it.</summary>
    public string Name { get; }

    public LineReader Lines { get; }

    /// <summary>How much of it has been read, from 0 to 1; <see langword="null"/> where it has no known end.</summary>
    public double? Progress => _stream is { CanSeek: true, Length: > 0 } ? (double)_stream.Position / _stream.Length : null;

    /// <param name="file">A path, <c>-</c> for standard input, or <see langword="null"/> for the bundled file.</param>
    /// <exception cref="UnusableFileException">The file cannot be read.</exception>
    public static OrderFeed Open(string? file) => file switch
    {
        null => OpenFile("orders.ndjson", Path.Combine(AppContext.BaseDirectory, "Feed", "orders.ndjson")),
        "-" => new OrderFeed("standard input", Console.OpenStandardInput()),
        _ => OpenFile(file, file),
    };

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static OrderFeed OpenFile(string name, string path)
    {
        try
        {
            // Without a buffer: the pipe has its own.
            return new OrderFeed(name, new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true));
        }
        catch (Exception exception) when (UnusableFileException.Explains(exception))
        {
            throw new UnusableFileException(
                $"Cannot read '{name}': {UnusableFileException.Reason(path, exception)} Name a readable file, '-' for standard input, or nothing for the bundled feed.");
        }
    }
}
