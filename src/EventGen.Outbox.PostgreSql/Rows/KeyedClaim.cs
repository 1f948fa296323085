namespace EventGen.Outbox.PostgreSql;

/// <summary>Decides which rows of locked keys are leased, which wait, and which keys are given back. Pure: it only counts.</summary>
/// <param name="limit">How many rows at most.</param>
internal sealed class KeyedClaim(int limit)
{
    private readonly Dictionary<Guid, List<(long Position, bool CanBeTaken, long State)>> _keys = [];
    private readonly Dictionary<Guid, int> _taken = [];

    /// <summary>The rows that are leased.</summary>
    public List<long> Leased { get; } = [];

    /// <summary>Candidates that wait for their key, or for a row before them.</summary>
    public List<long> Blocked { get; } = [];

    /// <summary>First rows of keys that stay: a claim has to find them.</summary>
    public List<long> Unblocked { get; } = [];

    /// <summary>Adds a row of a key that this instance holds; the rows of a key in their order.</summary>
    public void AddRow(Guid key, long position, bool canBeTaken, long state)
    {
        if (!_keys.TryGetValue(key, out var rows)) _keys.Add(key, rows = []);
        rows.Add((position, canBeTaken, state));
    }

    /// <summary>Decides.</summary>
    /// <param name="candidates">The rows that were found, in the order of their due time, with their keys.</param>
    /// <param name="foreign">The keys that other instances hold.</param>
    public void Decide(IReadOnlyList<(long Position, Guid Key)> candidates, IReadOnlySet<Guid> foreign)
    {
        foreach (var (position, key) in candidates)
        {
            if (foreign.Contains(key)) Blocked.Add(position);
            else if (_keys.ContainsKey(key)) TakeUpTo(position, key);
        }

        // Where there is capacity left, more of the same keys.
        var extending = _taken.Keys.ToList();
        while (extending.Count > 0 && Leased.Count < limit) extending.RemoveAll(key => Leased.Count < limit && !TakeNext(key));

        foreach (var (key, rows) in _keys)
        {
            int next = _taken.GetValueOrDefault(key);
            if (next < rows.Count && rows[next].State == RowState.Blocked) Unblocked.Add(rows[next].Position);
        }
    }

    private void TakeUpTo(long position, Guid key)
    {
        var rows = _keys[key];
        while (true)
        {
            int next = _taken.GetValueOrDefault(key);
            if (next == rows.Count || rows[next].Position > position || Leased.Count == limit) return;
            if (!rows[next].CanBeTaken)
            {
                if (rows[next].Position < position) Blocked.Add(position);
                return;
            }

            TakeNext(key);
        }
    }

    private bool TakeNext(Guid key)
    {
        var rows = _keys[key];
        int next = _taken.GetValueOrDefault(key);
        if (next == rows.Count || !rows[next].CanBeTaken) return false;
        Leased.Add(rows[next].Position);
        _taken[key] = next + 1;
        return true;
    }
}
