using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace EventGen;

/// <summary>A stream's buffer as a channel. Keeps its stream alive, so that one of which only the reader is held does not end.</summary>
internal sealed class StreamReader<T>(EventStream<T> stream, StreamBuffer<T> buffer) : ChannelReader<T>
{
    public override Task Completion => buffer.Completion;

    public override bool CanCount => true;

    public override int Count => buffer.Count;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        bool read = buffer.TryRead(out item);
        GC.KeepAlive(stream);
        return read;
    }

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => buffer.WaitToReadAsync(cancellationToken);
}
