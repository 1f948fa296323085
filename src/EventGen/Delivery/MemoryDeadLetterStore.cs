namespace EventGen;

/// <summary>Keeps the newest dead letters in memory. Thread safe.</summary>
/// <param name="capacity">How many are kept; at least 1. The oldest make room for new ones.</param>
internal sealed class MemoryDeadLetterStore(int capacity) : IDeadLetterStore
{
    // Under its own lock. In the order of their keeping; replaced ones keep their place.
    private readonly LinkedList<DeadLetter> _letters = new();
    private readonly Dictionary<Guid, LinkedListNode<DeadLetter>> _byId = [];
    private long _overflowed;

    public long Count
    {
        get
        {
            lock (_letters) return _letters.Count;
        }
    }

    /// <summary>How many letters have made room for newer ones.</summary>
    public long Overflowed => Volatile.Read(ref _overflowed);

    public ValueTask AddAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        lock (_letters)
        {
            if (_byId.TryGetValue(letter.Id, out var node))
            {
                node.Value = letter;
                return default;
            }

            if (_letters.Count == capacity)
            {
                _byId.Remove(_letters.First!.Value.Id);
                _letters.RemoveFirst();
                Interlocked.Increment(ref _overflowed);
            }

            _byId.Add(letter.Id, _letters.AddLast(letter));
        }

        return default;
    }

    public ValueTask<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        lock (_letters) return new([.. _letters.Where(filter.Matches).Skip(skip).Take(take)]);
    }

    public ValueTask<DeadLetter?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_letters) return new(_byId.GetValueOrDefault(id)?.Value);
    }

    public ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_letters)
        {
            if (!_byId.Remove(id, out var node)) return new(false);
            _letters.Remove(node);
            return new(true);
        }
    }
}
