using System.Collections.Concurrent;

namespace EventGen.Publishers.Conformance.Memory;

/// <summary>Transports of one process that hear each other, written against the public API alone.</summary>
public sealed class MemoryBackend : Backend
{
    private readonly ConcurrentDictionary<string, MemoryChannel> _channels = new(StringComparer.Ordinal);

    public override Capabilities Capabilities => Capabilities.Broadcasts;

    public override Task StartAsync() => Task.CompletedTask;

    public override IEventTransport Create(string channel = "parcels", UnknownEventMode unknownEvents = UnknownEventMode.DeadLetter) => new MemoryTransport(_channels.GetOrAdd(channel, static _ => new MemoryChannel()), unknownEvents);

    public override Task PutAsync(byte[] wire, string channel = "parcels")
    {
        _channels.GetOrAdd(channel, static _ => new MemoryChannel()).Send(wire);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => default;
}
