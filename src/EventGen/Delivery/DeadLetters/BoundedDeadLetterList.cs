namespace EventGen;

/// <summary>The newest dead letters of some kind, in the order of their keeping. Not thread safe.</summary>
/// <param name="capacity">How many dead letters it has room for; the oldest make room for new ones.</param>
/// <param name="bytes">How much content of rejected messages, in bytes.</param>
internal sealed class BoundedDeadLetterList(int capacity, long bytes)
{
    private readonly LinkedList<KeptDeadLetter> _deadLetters = new();
    private long _bytes;

    public LinkedListNode<KeptDeadLetter>? Oldest => _deadLetters.First;

    public int Count => _deadLetters.Count;

    /// <summary>True while there is more than there is room for: the oldest must go.</summary>
    public bool IsOverfull => _deadLetters.Count > capacity || _bytes > bytes;

    /// <summary>Adds a dead letter behind all others.</summary>
    /// <param name="number">Its place among the dead letters of all lists.</param>
    /// <param name="deadLetter">The dead letter; one that alone is too large loses its content, and what else was in it.</param>
    public LinkedListNode<KeptDeadLetter> Add(long number, DeadLetter deadLetter)
    {
        var kept = Fitting(deadLetter);
        _bytes += SizeOf(kept);
        return _deadLetters.AddLast(new KeptDeadLetter(number, kept));
    }

    /// <summary>Puts a dead letter where an older form of it is.</summary>
    public void Replace(LinkedListNode<KeptDeadLetter> node, DeadLetter deadLetter)
    {
        var kept = Fitting(deadLetter);
        _bytes += SizeOf(kept) - SizeOf(node.Value.DeadLetter);
        node.Value = node.Value with { DeadLetter = kept };
    }

    public void Remove(LinkedListNode<KeptDeadLetter> node)
    {
        _bytes -= SizeOf(node.Value.DeadLetter);
        _deadLetters.Remove(node);
    }

    private DeadLetter Fitting(DeadLetter deadLetter) =>
        deadLetter is DeadLetter.RejectedMessage message && message.Content.Length > bytes ? message with { Content = default, Metadata = EventMetadata.Empty } : deadLetter;

    private static int SizeOf(DeadLetter deadLetter) => deadLetter is DeadLetter.RejectedMessage message ? message.Content.Length : 0;
}
