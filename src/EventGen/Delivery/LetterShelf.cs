namespace EventGen;

/// <summary>The newest dead letters of some kind, in the order of their keeping. Not thread safe.</summary>
/// <param name="capacity">How many letters it has room for; the oldest make room for new ones.</param>
/// <param name="bytes">How much of their content, in bytes.</param>
internal sealed class LetterShelf(int capacity, long bytes)
{
    private readonly LinkedList<(long Number, DeadLetter Letter)> _letters = new();
    private long _bytes;

    public LinkedListNode<(long Number, DeadLetter Letter)>? Oldest => _letters.First;

    public int Count => _letters.Count;

    /// <summary>True while there is more than there is room for: the oldest must go.</summary>
    public bool IsOverfull => _letters.Count > capacity || _bytes > bytes;

    /// <summary>Adds a letter behind all others.</summary>
    /// <param name="number">Its place among the letters of all shelves.</param>
    /// <param name="letter">The letter; one that alone is too large loses its content, and what else was in it.</param>
    public LinkedListNode<(long Number, DeadLetter Letter)> Add(long number, DeadLetter letter)
    {
        _bytes += Fitting(letter).Content.Length;
        return _letters.AddLast((number, Fitting(letter)));
    }

    /// <summary>Puts a letter where an older form of it is.</summary>
    public void Replace(LinkedListNode<(long Number, DeadLetter Letter)> node, DeadLetter letter)
    {
        _bytes += Fitting(letter).Content.Length - node.Value.Letter.Content.Length;
        node.Value = (node.Value.Number, Fitting(letter));
    }

    public void Remove(LinkedListNode<(long Number, DeadLetter Letter)> node)
    {
        _bytes -= node.Value.Letter.Content.Length;
        _letters.Remove(node);
    }

    private DeadLetter Fitting(DeadLetter letter) => letter.Content.Length <= bytes ? letter : letter with { Content = default, Metadata = EventMetadata.Empty };
}
