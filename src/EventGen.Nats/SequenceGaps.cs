namespace EventGen.Nats;

/// <summary>Finds messages that the stream deleted before they were delivered. Not thread safe.</summary>
/// <remarks>
/// Each delivery has the next number of the consumer, whichever instance it goes to. A message that is further on in the stream by more than
/// the consumer has counted has left messages behind that nobody got.
/// </remarks>
internal sealed class SequenceGaps
{
    private ulong _stream;
    private ulong _consumer;

    /// <summary>What the consumer had delivered when this instance began.</summary>
    public void Begin(ulong stream, ulong consumer) => (_stream, _consumer) = (stream, consumer);

    /// <summary>Notes a delivery.</summary>
    /// <returns>How many messages are known to be missing before it.</returns>
    public int Observe(Delivery delivery)
    {
        if (delivery.Times > 1 || delivery.StreamSequence <= _stream || delivery.ConsumerSequence <= _consumer) return 0;
        ulong further = delivery.StreamSequence - _stream, counted = delivery.ConsumerSequence - _consumer;
        (_stream, _consumer) = (delivery.StreamSequence, delivery.ConsumerSequence);
        return further > counted ? (int)Math.Min(further - counted, int.MaxValue) : 0;
    }
}
