namespace EventGen.Outbox;

/// <summary>
/// Leased events that a process had when it died, and the later events of their keys. One of them may have killed it, so they run a few at a time, and those that were
/// running when another process died run alone: a crash then counts for few events that did not cause it. Other events run beside them. Used by the loop alone.
/// </summary>
/// <param name="time">The bus's clock.</param>
/// <param name="patience">How long a running suspect keeps others waiting. One that has run for so long has killed nobody.</param>
internal sealed class Suspects(TimeProvider time, TimeSpan patience)
{
    private const int GroupSize = 32;

    // In the order in which they were leased.
    private readonly Queue<LeasedEvent> _waiting = new();

    // Of each key, its suspects and what has to wait for them, in their order. The first of each is a suspect.
    private readonly Dictionary<string, Queue<LeasedEvent>> _keys = new(StringComparer.Ordinal);

    private readonly List<(LeasedEvent Event, long Since)> _running = [];

    /// <summary>Whether some may run now.</summary>
    public bool IsReady => _waiting.TryPeek(out var next) && MayRun(next);

    /// <summary>Keeps an event that must not run yet.</summary>
    /// <returns>False for one that may.</returns>
    public bool TryHold(LeasedEvent leased)
    {
        var behind = leased.OrderKey is { } key ? _keys.GetValueOrDefault(key) : null;
        if (!IsSuspect(leased) && behind is null) return false;
        if (IsSuspect(leased)) _waiting.Enqueue(leased);
        if (leased.OrderKey is { } own)
        {
            if (behind is null) _keys[own] = behind = new Queue<LeasedEvent>();
            behind.Enqueue(leased);
        }

        return true;
    }

    /// <summary>Takes those that may run now, in their order.</summary>
    public IReadOnlyList<LeasedEvent> Take()
    {
        List<LeasedEvent> taken = [];
        while (_waiting.TryPeek(out var next) && MayRun(next))
        {
            taken.Add(_waiting.Dequeue());
            _running.Add((next, time.GetTimestamp()));
            if (next.OrderKey is { } key) TakeFollowers(key, taken);
        }

        return taken;
    }

    /// <summary>The lease is lost: nothing of it runs.</summary>
    public void Clear()
    {
        _waiting.Clear();
        _keys.Clear();
        _running.Clear();
    }

    private static bool IsSuspect(LeasedEvent leased) => leased.Crashes > 0;

    private static bool RunsAlone(LeasedEvent leased) => leased.Crashes > 1;

    private void TakeFollowers(string key, List<LeasedEvent> taken)
    {
        var behind = _keys[key];
        behind.Dequeue();
        while (behind.TryPeek(out var follower) && !IsSuspect(follower)) taken.Add(behind.Dequeue());
        if (behind.Count == 0) _keys.Remove(key);
    }

    private bool MayRun(LeasedEvent next)
    {
        _running.RemoveAll(one => one.Event.State is LeasedState.Ended or LeasedState.Void || time.GetElapsedTime(one.Since) > patience);
        return _running.Count == 0 || (_running.Count < GroupSize && !RunsAlone(next) && !RunsAlone(_running[0].Event));
    }
}
