using RabbitMQ.Client;

namespace EventGen.RabbitMQ;

/// <summary>One message that the server has delivered, until it has been told what became of it.</summary>
/// <param name="acknowledger">That of the channel it came on; it is settled on no other.</param>
/// <param name="tag">Its number there.</param>
/// <param name="properties">What came with it.</param>
/// <param name="body">Its own copy.</param>
internal sealed class Delivery(DeliveryAcknowledger acknowledger, ulong tag, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body)
{
    public ulong Tag => tag;

    public IReadOnlyBasicProperties Properties => properties;

    public ReadOnlyMemory<byte> Body => body;

    /// <summary>False when the server gives it to somebody again, or has.</summary>
    public bool IsOpen => acknowledger.IsOpen;

    /// <summary>Whether the server may forget it. Of the acknowledger, as those below.</summary>
    public bool IsHandled { get; set; }

    public Delivery? Previous { get; set; }

    public Delivery? Next { get; set; }

    /// <summary>Tells the server that it may forget the message. Where the channel is closed, the server delivers it again, or has already.</summary>
    public void Acknowledge() => acknowledger.Settle(this, isHandled: true);

    /// <summary>Gives the message back to its queue.</summary>
    public void Return() => acknowledger.Settle(this, isHandled: false);
}
