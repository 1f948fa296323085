namespace EventGen.Nats;

/// <summary>A message of the stream that the bus has and that is not acknowledged yet.</summary>
/// <param name="sequence">Its number in the stream.</param>
/// <param name="life">Which stream of this name it is of.</param>
/// <param name="reply">Where it is acknowledged.</param>
internal sealed class OpenMessage(ulong sequence, int life, string reply)
{
    // Replaced by a later delivery of the same message.
    private volatile string _reply = reply;

    public ulong Sequence => sequence;

    public int Life => life;

    public string Reply { get => _reply; set => _reply = value; }
}
