namespace EventGen.Outbox;

/// <summary>
/// Leased events that a process had when it died, and the later events of their keys. One of them may have killed it, so they run a few at a time. Those that were running when
/// another process died are blamed for that: they run alone, after the others, and not in a process that has just begun. So a crash counts for few events that did not cause it,
/// and processes that die one after the other for another reason blame no event. Events that no process died with run beside them. Used by the loop alone.
/// </summary>
/// <param name="time">The bus's clock.</param>
/// <param name="patience">How long a running suspect keeps others waiting. One that has run for so long has killed nobody.</param>
/// <param name="delay">How long a process lives before it runs a blamed event, for each crash after the first.</param>
internal sealed class Suspects(TimeProvider time, TimeSpan patience, TimeSpan delay)
{
    private const int GroupSize = 32;

    private readonly long _began = time.GetTimestamp();

    // Those that wait for nothing but their turn, in the order in which they were leased; blamed ones by their crashes.
    private readonly Queue<LeasedEvent> _group = new();
    private readonly PriorityQueue<LeasedEvent, (int Crashes, long Number)> _blamed = new();
    private long _number;

    // Of each key, its suspects and what has to wait for them, in their order. The first of each is a suspect, which has its turn in one of the queues above.
    private readonly Dictionary<string, Queue<LeasedEvent>> _keys = new(StringComparer.Ordinal);

    private readonly List<(LeasedEvent Event, long Since)> _running = [];

    /// <summary>Whether some may run now.</summary>
    public bool IsReady => _group.Count > 0 ? HasRoom : IsBlamedReady;

    /// <summary>How long until one that waits for its time alone may run; <see langword="null"/> when there is none.</summary>
    public TimeSpan? UntilReady => _group.Count == 0 && _blamed.TryPeek(out var next, out _) && UntilMayRun(next) is { Ticks: > 0 } until ? until : null;

    private bool HasRoom => Running() == 0 || (_running.Count < GroupSize && !IsBlamed(_running[0].Event));

    private bool IsBlamedReady => _blamed.TryPeek(out var next, out _) && UntilMayRun(next) <= TimeSpan.Zero && Running() == 0;

    /// <summary>Keeps an event that must not run yet.</summary>
    /// <returns>False for one that may.</returns>
    public bool TryHold(LeasedEvent leased)
    {
        var behind = leased.OrderKey is { } key ? _keys.GetValueOrDefault(key) : null;
        if (!IsSuspect(leased) && behind is null) return false;
        if (behind is null) Enqueue(leased);
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
        while (_group.Count > 0 && HasRoom) Take(_group.Dequeue(), taken);
        if (_group.Count == 0 && IsBlamedReady) Take(_blamed.Dequeue(), taken);
        return taken;
    }

    /// <summary>The lease is lost: nothing of it runs.</summary>
    public void Clear()
    {
        _group.Clear();
        _blamed.Clear();
        _keys.Clear();
        _running.Clear();
    }

    private static bool IsSuspect(LeasedEvent leased) => leased.Crashes > 0;

    private static bool IsBlamed(LeasedEvent leased) => leased.Crashes > 1;

    private TimeSpan UntilMayRun(LeasedEvent blamed) => (delay * (blamed.Crashes - 1)) - time.GetElapsedTime(_began);

    private void Enqueue(LeasedEvent suspect)
    {
        if (IsBlamed(suspect)) _blamed.Enqueue(suspect, (suspect.Crashes, _number++));
        else _group.Enqueue(suspect);
    }

    private void Take(LeasedEvent suspect, List<LeasedEvent> taken)
    {
        taken.Add(suspect);
        _running.Add((suspect, time.GetTimestamp()));
        if (suspect.OrderKey is not { } key) return;
        var behind = _keys[key];
        behind.Dequeue();
        while (behind.TryPeek(out var follower) && !IsSuspect(follower)) taken.Add(behind.Dequeue());
        if (behind.TryPeek(out var next)) Enqueue(next);
        else _keys.Remove(key);
    }

    private int Running()
    {
        _running.RemoveAll(one => one.Event.State is LeasedState.Ended or LeasedState.Void || time.GetElapsedTime(one.Since) > patience);
        return _running.Count;
    }
}
