using System.Threading.Channels;

namespace EventGen.Publishers.Conformance.Memory;

/// <summary>Hands what is sent to everybody who listens. Thread safe.</summary>
internal sealed class MemoryChannel
{
    private readonly Lock _gate = new();
    private readonly List<ChannelWriter<byte[]>> _listeners = [];

    public ChannelReader<byte[]> Listen()
    {
        var listener = Channel.CreateUnbounded<byte[]>();
        lock (_gate) _listeners.Add(listener.Writer);
        return listener.Reader;
    }

    public void Send(byte[] wire)
    {
        // Under the lock, so that all hear everything in the same order.
        lock (_gate)
        {
            foreach (var listener in _listeners) listener.TryWrite(wire);
        }
    }
}
