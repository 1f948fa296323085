namespace EventGen.Kafka;

/// <summary>
/// Knows up to where a partition may be committed: its messages are begun in their order and settled in any, and the watermark
/// never passes one that is not settled. Not thread safe.
/// </summary>
internal sealed class OffsetWatermark
{
    private const int FirstCapacity = 16;

    // A ring of a power of two, by ticket: those from _first up to _next are tracked, of which the first is never settled.
    private long[] _offsets = new long[FirstCapacity];
    private bool[] _settled = new bool[FirstCapacity];
    private long _first;
    private long _next;

    /// <summary>The offset to commit, which is that of the next message to be read again; <see langword="null"/> while nothing has been begun.</summary>
    public long? Committable { get; private set; }

    /// <summary>How many are not settled.</summary>
    public int Open { get; private set; }

    /// <summary>How many are not settled or were settled before an older one.</summary>
    public int Tracked => (int)(_next - _first);

    /// <summary>Notes that a message is being handled.</summary>
    /// <param name="offset">Greater than any before. Offsets may be left out: a topic has gaps.</param>
    /// <returns>The ticket to settle it with.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The offset is not greater than the one before.</exception>
    public long Begin(long offset)
    {
        if (_next > 0) ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(offset, _offsets[Index(_next - 1)]);
        if (Tracked == _offsets.Length) Grow();
        long ticket = _next++;
        _offsets[Index(ticket)] = offset;
        _settled[Index(ticket)] = false;
        Open++;

        // What a topic left out before the first open message is settled with it.
        if (Tracked == 1) Committable = offset;
        return ticket;
    }

    /// <summary>Notes that a message has been dealt with. Doing so again changes nothing.</summary>
    /// <returns>True when more may be committed than before.</returns>
    public bool Settle(long ticket)
    {
        if (ticket < _first || ticket >= _next || _settled[Index(ticket)]) return false;
        _settled[Index(ticket)] = true;
        Open--;
        if (ticket != _first) return false;
        long last;
        do last = _offsets[Index(_first++)];
        while (_first < _next && _settled[Index(_first)]);
        Committable = _first < _next ? _offsets[Index(_first)] : last + 1;
        return true;
    }

    private int Index(long ticket) => (int)(ticket & (_offsets.Length - 1));

    private void Grow()
    {
        long[] offsets = new long[_offsets.Length * 2];
        bool[] settled = new bool[offsets.Length];
        for (long ticket = _first; ticket < _next; ticket++)
        {
            offsets[ticket & (offsets.Length - 1)] = _offsets[Index(ticket)];
            settled[ticket & (offsets.Length - 1)] = _settled[Index(ticket)];
        }

        (_offsets, _settled) = (offsets, settled);
    }
}
