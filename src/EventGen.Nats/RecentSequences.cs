namespace EventGen.Nats;

/// <summary>Remembers the last sequence numbers that were added. Not thread safe.</summary>
/// <param name="capacity">How many.</param>
internal sealed class RecentSequences(int capacity)
{
    private readonly HashSet<ulong> _numbers = [];
    private readonly Queue<ulong> _order = new();

    public bool Contains(ulong number) => _numbers.Contains(number);

    public void Add(ulong number)
    {
        if (!_numbers.Add(number)) return;
        _order.Enqueue(number);
        if (_order.Count > capacity) _numbers.Remove(_order.Dequeue());
    }

    public void Clear()
    {
        _numbers.Clear();
        _order.Clear();
    }
}
