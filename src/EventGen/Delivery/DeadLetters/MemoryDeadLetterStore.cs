namespace EventGen;

/// <summary>Keeps the newest dead letters in memory: those of rejected messages apart, so that who sends them pushes out no others. Thread safe.</summary>
/// <param name="deliveries">How many dead letters of handlers and publishers it keeps.</param>
/// <param name="messages">How many of rejected messages.</param>
/// <param name="messageBytes">How many bytes of those.</param>
/// <param name="losses">Counts those that make room for newer ones.</param>
internal sealed class MemoryDeadLetterStore(int deliveries, int messages, int messageBytes, DeadLetterLosses losses) : IDeadLetterStore
{
    // All under the lock of this one. Replaced dead letters keep their place.
    private readonly Dictionary<Guid, LinkedListNode<KeptDeadLetter>> _byId = [];
    private readonly BoundedDeadLetterList _deliveries = new(deliveries, long.MaxValue);
    private readonly BoundedDeadLetterList _messages = new(messages, messageBytes);
    private long _lastNumber;

    public long Count
    {
        get
        {
            lock (_byId) return _byId.Count;
        }
    }

    public ValueTask AddAsync(DeadLetter deadLetter, CancellationToken cancellationToken)
    {
        Add(deadLetter);
        return default;
    }

    /// <inheritdoc cref="IDeadLetterStore.AddAsync"/>
    public void Add(DeadLetter deadLetter)
    {
        lock (_byId)
        {
            var list = ListOf(deadLetter);
            if (_byId.TryGetValue(deadLetter.Id, out var node)) list.Replace(node, deadLetter);
            else _byId.Add(deadLetter.Id, list.Add(++_lastNumber, deadLetter));
            while (list.IsOverfull)
            {
                Remove(list.Oldest!);
                losses.Add();
            }
        }
    }

    public ValueTask<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        lock (_byId) return new([.. InOrder().Where(filter.Matches).Skip(skip).Take(take)]);
    }

    public IAsyncEnumerable<Guid> ListIdsAsync(DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        lock (_byId) return Enumerate([.. InOrder().Where(filter.Matches).Select(static deadLetter => deadLetter.Id)]);

#pragma warning disable CS1998 // All are there already.
        static async IAsyncEnumerable<Guid> Enumerate(Guid[] ids)
        {
            foreach (var id in ids) yield return id;
        }
#pragma warning restore CS1998
    }

    public ValueTask<DeadLetterSummary> SummariseAsync(DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        lock (_byId) return new(DeadLetterSummary.Of(InOrder().Where(filter.Matches).Select(DeadLetterCause.Of)));
    }

    public ValueTask<DeadLetter?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_byId) return new(_byId.GetValueOrDefault(id)?.Value.DeadLetter);
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

    private void Remove(LinkedListNode<KeptDeadLetter> node)
    {
        _byId.Remove(node.Value.DeadLetter.Id);
        ListOf(node.Value.DeadLetter).Remove(node);
    }

    private IEnumerable<DeadLetter> InOrder()
    {
        var (delivery, message) = (_deliveries.Oldest, _messages.Oldest);
        while ((delivery ?? message) is not null)
        {
            bool isMessage = delivery is null || message?.Value.Number < delivery.Value.Number;
            yield return (isMessage ? message! : delivery!).Value.DeadLetter;
            if (isMessage) message = message!.Next;
            else delivery = delivery!.Next;
        }
    }

    private BoundedDeadLetterList ListOf(DeadLetter deadLetter) => deadLetter is DeadLetter.RejectedMessage ? _messages : _deliveries;
}
