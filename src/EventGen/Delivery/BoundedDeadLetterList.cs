namespace EventGen;

/// <summary>The newest dead letters of some kind, in the order of their keeping. Not thread safe.</summary>
/// <param name="capacity">How many dead letters it has room for; the oldest make room for new ones.</param>
/// <param name="bytes">How much of their content, in bytes.</param>
internal sealed class BoundedDeadLetterList(int capacity, long bytes)
{
    private readonly LinkedList<(long Number, DeadLetter DeadLetter)> _deadLetters = new();
    private long _bytes;

    public LinkedListNode<(long Number, DeadLetter DeadLetter)>? Oldest => _deadLetters.First;

    public int Count => _deadLetters.Count;

    /// <summary>True while there is more than there is room for: the oldest must go.</summary>
    public bool IsOverfull => _deadLetters.Count > capacity || _bytes > bytes;

    /// <summary>Adds a dead letter behind all others.</summary>
    /// <param name="number">Its place among the dead letters of all lists.</param>
    /// <param name="deadLetter">The dead letter; one that alone is too large loses its content, and what else was in it.</param>
    public LinkedListNode<(long Number, DeadLetter DeadLetter)> Add(long number, DeadLetter deadLetter)
    {
        _bytes += Fitting(deadLetter).Content.Length;
        return _deadLetters.AddLast((number, Fitting(deadLetter)));
    }

    /// <summary>Puts a dead letter where an older form of it is.</summary>
    public void Replace(LinkedListNode<(long Number, DeadLetter DeadLetter)> node, DeadLetter deadLetter)
    {
        _bytes += Fitting(deadLetter).Content.Length - node.Value.DeadLetter.Content.Length;
        node.Value = (node.Value.Number, Fitting(deadLetter));
    }

    public void Remove(LinkedListNode<(long Number, DeadLetter DeadLetter)> node)
    {
        _bytes -= node.Value.DeadLetter.Content.Length;
        _deadLetters.Remove(node);
    }

    private DeadLetter Fitting(DeadLetter deadLetter) => deadLetter.Content.Length <= bytes ? deadLetter : deadLetter with { Content = default, Metadata = EventMetadata.Empty };
}
