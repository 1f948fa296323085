namespace EventGen;

/// <summary>The emitters that wait for capacity, in the order in which they came. Not thread safe: under the queue's lock.</summary>
/// <remarks>
/// Those from inside, which a worker has started, are listed apart, for only they may go above the capacity, and they may
/// have to be found among many from outside.
/// </remarks>
internal sealed class PendingEnqueues
{
    private readonly LinkedList<PendingEnqueue> _outside = new();
    private readonly LinkedList<PendingEnqueue> _inside = new();
    private long _numbers;

    public int Count => _outside.Count + _inside.Count;

    /// <summary>True when a handler, or code that one has started, waits.</summary>
    public bool HasInside => _inside.Count != 0;

    /// <summary>The one that has waited longest.</summary>
    public PendingEnqueue? First => (_outside.First, _inside.First) switch
    {
        (null, var inside) => inside?.Value,
        (var outside, null) => outside.Value,
        var (outside, inside) => outside.Value.Number < inside.Value.Number ? outside.Value : inside.Value,
    };

    /// <summary>The one from inside that has waited longest.</summary>
    public PendingEnqueue? FirstInside => _inside.First?.Value;

    /// <summary>The one that has waited longest of those whose worker has gone on meanwhile.</summary>
    public PendingEnqueue? FirstOutlived => _inside.FirstOrDefault(static pending => !pending.Run!.IsCurrent);

    /// <summary>Adds an emitter behind all others. A full fence.</summary>
    public void Add(PendingEnqueue pending)
    {
        pending.Number = ++_numbers;
        (pending.Run is null ? _outside : _inside).AddLast(pending.Node);
        pending.Run?.BeginWait();
    }

    public void Remove(PendingEnqueue pending)
    {
        pending.Node.List!.Remove(pending.Node);
        pending.Run?.EndWait();
    }

    /// <summary>Removes those that do not belong to what a queue has accepted, or all.</summary>
    /// <param name="except">The queue whose handlers stay; <see langword="null"/> for none.</param>
    public List<PendingEnqueue> RemoveAll(EventQueue? except)
    {
        List<PendingEnqueue> removed = new(Count);
        foreach (var pending in _outside) AddTo(pending);
        foreach (var pending in _inside) AddTo(pending);
        removed.ForEach(Remove);
        return removed;

        void AddTo(PendingEnqueue pending)
        {
            if (except is null || pending.Run?.Queue != except) removed.Add(pending);
        }
    }
}
