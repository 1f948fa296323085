using System.Threading.Channels;

namespace EventGen.Publishers.Conformance.Memory;

/// <summary>Publishes to a channel of the process and receives from it.</summary>
internal sealed class MemoryTransport(MemoryChannel channel, UnknownEventMode unknownEvents) : IEventTransport
{
    private readonly CancellationTokenSource _stop = new();
    private MessageReceiver? _receiver;
    private Task _receiving = Task.CompletedTask;

    public string Name => Parcel.Wire;

    public ValueTask StartAsync(MessageReceiver receiver, CancellationToken ct)
    {
        _receiver = receiver;
        receiver.UnknownEvents = unknownEvents;
        receiver.Redelivers = false;
        var incoming = channel.Listen();
        _receiving = Task.Run(() => ReceiveAsync(incoming), CancellationToken.None);
        return default;
    }

    public ValueTask PublishAsync(EventMessage message, CancellationToken ct)
    {
        channel.Send(message.ToTransportJson(_receiver?.Origin));
        return default;
    }

    public async ValueTask StopReceivingAsync(CancellationToken ct)
    {
        await _stop.CancelAsync();
        await _receiving;
    }

    public ValueTask DisposeAsync()
    {
        _stop.Dispose();
        return default;
    }

    private async Task ReceiveAsync(ChannelReader<byte[]> incoming)
    {
        try
        {
            while (await incoming.WaitToReadAsync(_stop.Token))
            {
                while (!_stop.IsCancellationRequested && incoming.TryRead(out byte[]? wire))
                {
                    if (!EventMessage.TryParse(wire, out var message, out string? fault, _receiver!.Limits)) _ = _receiver.RejectAsync(fault, wire).AsTask();
                    else if (message.Origin == _receiver.Origin) _receiver.ReportOwn();
                    else _ = _receiver.ReceiveAsync(message, CancellationToken.None).AsTask();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }
}
