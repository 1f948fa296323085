namespace EventGen;

/// <summary>Keeps the newest dead letters in memory: those of rejected messages apart, so that who sends them pushes out no others. Thread safe.</summary>
internal sealed class MemoryDeadLetterStore(EventBusOptions options) : IDeadLetterStore
{
    // All under the lock of this one. Replaced letters keep their place.
    private readonly Dictionary<Guid, LinkedListNode<(long Number, DeadLetter Letter)>> _byId = [];
    private readonly LetterShelf _deliveries = new(options.DeadLetterCapacity, long.MaxValue);
    private readonly LetterShelf _messages = new(options.RejectedMessageCapacity, options.RejectedMessageBytes);
    private long _lastNumber;
    private long _overflowed;

    public long Count
    {
        get
        {
            lock (_byId) return _byId.Count;
        }
    }

    /// <summary>How many letters have made room for newer ones.</summary>
    public long Overflowed => Volatile.Read(ref _overflowed);

    public ValueTask AddAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        lock (_byId)
        {
            var shelf = ShelfOf(letter);
            if (_byId.TryGetValue(letter.Id, out var node)) shelf.Replace(node, letter);
            else _byId.Add(letter.Id, shelf.Add(++_lastNumber, letter));
            while (shelf.IsOverfull)
            {
                Remove(shelf.Oldest!);
                Interlocked.Increment(ref _overflowed);
            }
        }

        return default;
    }

    public ValueTask<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        lock (_byId) return new([.. InOrder().Where(filter.Matches).Skip(skip).Take(take)]);
    }

    public ValueTask<DeadLetter?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_byId) return new(_byId.GetValueOrDefault(id)?.Value.Letter);
    }

    public ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_byId)
        {
            if (!_byId.TryGetValue(id, out var node)) return new(false);
            Remove(node);
            return new(true);
        }
    }

    private void Remove(LinkedListNode<(long Number, DeadLetter Letter)> node)
    {
        _byId.Remove(node.Value.Letter.Id);
        ShelfOf(node.Value.Letter).Remove(node);
    }

    private IEnumerable<DeadLetter> InOrder()
    {
        var (delivery, message) = (_deliveries.Oldest, _messages.Oldest);
        while ((delivery ?? message) is not null)
        {
            bool isMessage = delivery is null || message?.Value.Number < delivery.Value.Number;
            yield return (isMessage ? message! : delivery!).Value.Letter;
            if (isMessage) message = message!.Next;
            else delivery = delivery!.Next;
        }
    }

    private LetterShelf ShelfOf(DeadLetter letter) => letter.Kind == DeadLetterKind.Message ? _messages : _deliveries;
}
