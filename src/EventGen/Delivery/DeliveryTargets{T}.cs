namespace EventGen;

/// <summary>Targets of an event, in the order in which they are called. Immutable but for what has ended.</summary>
internal class DeliveryTargets<T>
{
    private readonly int _count;

    /// <param name="targets">The targets; none of them ends.</param>
    public DeliveryTargets(IReadOnlyList<IDeliveryTarget<T>> targets)
    {
        _count = targets.Count;
        Array = new Entry[_count];
        for (int i = 0; i < _count; i++) Array[i] = new Entry(null, targets[i]);
        Ended = new EndedTargets();
    }

    private protected DeliveryTargets(Entry[] entries, int count, EndedTargets ended) => (Array, _count, Ended) = (entries, count, ended);

    public bool IsEmpty => _count == 0;

    public int Count => _count;

    /// <summary>The targets with their delegates. As soon as <see cref="Ended"/> has any, only the targets say what is to be called.</summary>
    public ReadOnlySpan<Entry> Entries => Array.AsSpan(0, _count);

    public EndedTargets Ended { get; }

    public IDeliveryTarget<T> this[int index] => Array[index].Target;

    /// <summary>May be longer than the list.</summary>
    private protected Entry[] Array { get; }

    /// <summary>The first target of that name which has not ended.</summary>
    public IDeliveryTarget<T>? Find(string name)
    {
        foreach (var entry in Entries)
        {
            if (!entry.Target.HasEnded && entry.Target.Name == name) return entry.Target;
        }

        return null;
    }

    /// <summary>A target, and its delegate if that is a synchronous one that takes only the payload.</summary>
    public readonly struct Entry(Action<T>? plain, IDeliveryTarget<T> target)
    {
        public readonly Action<T>? Plain = plain;
        public readonly IDeliveryTarget<T> Target = target;
    }
}
