using Microsoft.Extensions.Logging;

namespace EventGen.Outbox;

/// <summary>
/// Settlements that the database refuses, whatever is committed beside them: a constraint, a trigger, a right that is missing. Somebody has to change that. Until then the events
/// stay in the outbox, leased to this instance, so nothing of them is lost or done again; they count in the capacity, so they cannot fill the memory; and each settlement is tried
/// again, by itself and with growing pauses, for nothing tells when the database has been changed. Used by the loop; <see cref="Count"/> and <see cref="Health"/> by everybody.
/// </summary>
/// <param name="name">The store's, for messages.</param>
/// <param name="time">The bus's clock.</param>
/// <param name="logger">Told of each that is new, and of the end: before the health shows it, so that whoever finds it in the health finds it in the log.</param>
internal sealed class RefusedSettlings(string name, TimeProvider time, ILogger logger)
{
    // As many are tried in one go.
    private const int GroupSize = 32;

    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    private readonly List<Settling> _settlings = [];
    private TimeSpan _pause = s_first;
    private long _paused;
    private volatile int _count;
    private volatile string _reason = "";

    public int Count => _count;

    /// <summary>What is wrong and what to do; <see langword="null"/> where nothing is refused.</summary>
    public OutboxHealth? Health => _count is > 0 and var count
        ? new OutboxHealth(
            EventBusStatus.Degraded,
            $"Outbox '{name}': the database refuses to write what became of {count} events, which stay in the outbox. {_reason} Correct that in the database; it is tried again at least once a minute.")
        : null;

    public bool IsDue => UntilDue <= TimeSpan.Zero;

    /// <summary>How long until they are tried again; <see langword="null"/> where there are none.</summary>
    public TimeSpan? UntilDue => _settlings.Count == 0 ? null : _pause - time.GetElapsedTime(_paused);

    /// <summary>Adds one, which may have been refused before.</summary>
    public void Add(Settling settling, string reason)
    {
        if (_settlings.Count == 0) _paused = time.GetTimestamp();
        _settlings.Add(settling);
        if (settling.Event.IsRefused) return;
        settling.Event.IsRefused = true;
        logger.SettlementRefused(name, settling.Event.EventId, settling.Event.Id, reason);
        _reason = reason;
        _count++;
    }

    /// <summary>Takes those that are to be tried now, each to be committed alone. What is refused again is added again.</summary>
    public IEnumerable<CommitBatch> TakeDue()
    {
        if (!IsDue) return [];
        _paused = time.GetTimestamp();
        _pause = _pause < s_first ? s_first : _pause * 2 < s_longest ? _pause * 2 : s_longest;
        var taken = _settlings.Take(GroupSize).Select(static settling => new CommitBatch { Settlings = { settling } }).ToList();
        _settlings.RemoveRange(0, taken.Count);
        return taken;
    }

    /// <summary>One of them has been written, or belongs to nobody here any more: the others are tried at once.</summary>
    public void Written(Settling settling)
    {
        settling.Event.IsRefused = false;
        if (_count == 1) logger.SettlementsWritten(name);
        _count--;
        _pause = TimeSpan.Zero;
        if (_settlings.Count == 0) _pause = s_first;
    }

    /// <summary>Has later settlements of the same events say what the refused ones said. Of one event, the later says all but for the dead letters.</summary>
    public void Replace(List<Settling> later)
    {
        if (_settlings.Count == 0) return;
        for (int i = 0; i < later.Count; i++)
        {
            int earlier = later[i].Event.IsRefused ? _settlings.FindIndex(refused => ReferenceEquals(refused.Event, later[i].Event)) : -1;
            if (earlier < 0) continue;
            later[i] = later[i] with { DeadLetters = [.. _settlings[earlier].DeadLetters, .. later[i].DeadLetters] };
            _settlings.RemoveAt(earlier);
        }
    }

    /// <summary>The lease is lost: nothing of it may be written.</summary>
    public void Clear()
    {
        _settlings.Clear();
        _count = 0;
        _pause = s_first;
    }
}
