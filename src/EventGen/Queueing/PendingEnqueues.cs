namespace EventGen;

/// <summary>The emitters that wait for capacity, in the order in which they came. Not thread safe: under the queue's lock.</summary>
/// <remarks>
/// Those from inside, which a worker has started, are listed apart, for only they may go above the capacity, and they may
/// have to be found among many from outside.
/// </remarks>
internal sealed class PendingEnqueues
{
    private readonly LinkedList<RoomRequest> _outside = new();
    private readonly LinkedList<RoomRequest> _inside = new();
    private long _numbers;

    public int Count => _outside.Count + _inside.Count;

    /// <summary>True when a handler, or code that one has started, waits.</summary>
    public bool HasInside => _inside.Count != 0;

    /// <summary>The one that has waited longest.</summary>
    public RoomRequest? First => (_outside.First, _inside.First) switch
    {
        (null, var inside) => inside?.Value,
        (var outside, null) => outside.Value,
        var (outside, inside) => outside.Value.Number < inside.Value.Number ? outside.Value : inside.Value,
    };

    /// <summary>The one from inside that has waited longest.</summary>
    public RoomRequest? FirstInside => _inside.First?.Value;

    /// <summary>The one that has waited longest of those whose worker has gone on meanwhile.</summary>
    public RoomRequest? FirstOutlived => _inside.FirstOrDefault(static request => !request.Run!.IsCurrent);

    /// <summary>Adds an emitter behind all others. A full fence.</summary>
    public void Add(RoomRequest request)
    {
        request.Number = ++_numbers;
        (request.Run is null ? _outside : _inside).AddLast(request.Node);
        request.Run?.BeginWait();
    }

    public void Remove(RoomRequest request)
    {
        request.Node.List!.Remove(request.Node);
        request.Run?.EndWait();
    }

    /// <summary>Removes those that do not belong to what a bus has accepted, or all.</summary>
    /// <param name="except">The bus whose handlers stay; <see langword="null"/> for none.</param>
    public List<RoomRequest> RemoveAll(EventBus? except)
    {
        List<RoomRequest> removed = [.. _outside.Concat(_inside).Where(request => except is null || !ReferenceEquals(request.Run?.Bus, except))];
        removed.ForEach(Remove);
        return removed;
    }
}
