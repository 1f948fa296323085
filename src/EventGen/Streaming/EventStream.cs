using System.Threading.Channels;

namespace EventGen;

/// <summary>
/// A pull subscription: a bounded buffer of events that one reader drains with <c>await foreach</c>, or through
/// <see cref="Reader"/>. Thread safe.
/// </summary>
/// <remarks>
/// <para>It has the events emitted since it was made. Leaving the loop leaves the stream open: another loop goes on where
/// the first one stopped. Disposing ends it at once, with what is still in the buffer; so do the token of its options and
/// that of a loop. When the bus stops, the reader still gets what is in the buffer, then its loop ends.</para>
/// <para>Dispose a stream when done. One that nobody refers to any more is ended by the garbage collector, sooner or later.</para>
/// </remarks>
/// <typeparam name="T">What is streamed: an event, or the interface of a group.</typeparam>
public sealed class EventStream<T> : IAsyncEnumerable<T>, IAsyncDisposable, IDisposable
{
    private readonly StreamBuffer<T> _buffer;

    internal EventStream(StreamBuffer<T> buffer)
    {
        _buffer = buffer;
        Reader = new StreamReader<T>(this, buffer);
    }

    /// <summary>Ends a stream that was forgotten: the topic refers to its buffer, not to it.</summary>
    ~EventStream() => _buffer.Close();

    /// <summary>The events, for code that reads a channel. <see cref="ChannelReader{T}.Completion"/> completes when the stream has ended and been read to its end.</summary>
    public ChannelReader<T> Reader { get; }

    /// <summary>How many events the stream has missed because its buffer was full.</summary>
    public long Dropped => _buffer.Dropped;

    /// <summary>Reads until the stream ends.</summary>
    /// <param name="cancellationToken">
    /// Ends the loop with an <see cref="OperationCanceledException"/>, and disposes the stream: who is handed a stream to
    /// enumerate, such as a web server, often has no other way to say that it is done.
    /// </param>
    /// <exception cref="EventStreamFullException">Thrown by the loop once the stream has been disconnected; see <see cref="StreamFullMode.Disconnect"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        try
        {
            while (await Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (!cancellationToken.IsCancellationRequested && Reader.TryRead(out var item)) yield return item;
            }
        }
        finally
        {
            if (cancellationToken.IsCancellationRequested) Dispose();
        }
    }

    /// <summary>Ends the stream, and with it the reader's loop. Never waits; doing it again does nothing.</summary>
    public void Dispose()
    {
        _buffer.Close();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }
}
