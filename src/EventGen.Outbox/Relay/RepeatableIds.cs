namespace EventGen.Outbox;

/// <summary>
/// What this instance has accepted under its present lease and may be emitted again under its id, until it is settled here: however often it goes back into the store meanwhile, its end leaves a mark.
/// Used by the loop alone.
/// </summary>
/// <remarks>
/// What another instance settles is not heard of. So the ids are bounded: past the limit every event of this instance is taken for one of them, which costs a mark too many and forgets none. Under the
/// next lease they are not needed, for what an earlier epoch has accepted leaves a mark anyway.
/// </remarks>
/// <param name="limit">How many ids are kept.</param>
internal sealed class RepeatableIds(int limit = 10_000)
{
    private readonly HashSet<Guid> _ids = [];
    private bool _areTooMany;

    /// <summary>How many ids are kept.</summary>
    public int Count => _ids.Count;

    public void Add(Guid id)
    {
        if (_areTooMany) return;
        _ids.Add(id);
        if (_ids.Count <= limit) return;
        _areTooMany = true;
        _ids.Clear();
        _ids.TrimExcess();
    }

    /// <summary>Whether an event that this instance has accepted may be emitted again.</summary>
    public bool MayContain(Guid id) => _areTooMany || _ids.Contains(id);

    /// <summary>It is settled, and its mark left.</summary>
    public void Remove(Guid id) => _ids.Remove(id);

    /// <summary>The lease has ended.</summary>
    public void Clear()
    {
        _areTooMany = false;
        _ids.Clear();
    }
}
