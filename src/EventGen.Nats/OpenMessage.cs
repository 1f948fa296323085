namespace EventGen.Nats;

/// <summary>A message of the stream that the bus has and that is not acknowledged yet.</summary>
/// <param name="delivery">The delivery that it came with.</param>
/// <param name="life">Which stream of this name it is of.</param>
internal sealed class OpenMessage(Delivery delivery, int life)
{
    // Replaced by a later delivery of the same message.
    private volatile string _reply = delivery.Reply;

    public ulong Sequence => delivery.StreamSequence;

    /// <summary>How often it had been delivered when it came.</summary>
    public long Times => delivery.Times;

    public int Life => life;

    public string Reply { get => _reply; set => _reply = value; }
}
