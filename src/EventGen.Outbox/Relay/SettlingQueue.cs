using System.Collections.Concurrent;

namespace EventGen.Outbox;

/// <summary>
/// What is to be written of leased events, and when: a settlement waits a little for an insert to ride along with, so that one commit does for both. Anybody adds; the rest is
/// the loop's alone.
/// </summary>
/// <param name="batchSize">As many do not wait.</param>
/// <param name="time">The bus's clock.</param>
/// <param name="signal">Wakes the loop.</param>
internal sealed class SettlingQueue(int batchSize, TimeProvider time, WakeSignal signal)
{
    /// <summary>How long a settlement waits where nothing else is due.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentQueue<Settling> _settlings = new();
    private volatile bool _isUrgent;
    private long _first;

    // 1 while the loop looks for settlements by itself within the delay, so that nobody has to wake it for one. Interlocked only: whoever changes 0 to 1 wakes it.
    private int _isWatching;

    // The loop's own: since when it looks.
    private long? _watched;

    public bool IsEmpty => _settlings.IsEmpty;

    /// <summary>Whether there is one that must not wait.</summary>
    public bool IsUrgent => _isUrgent && !_settlings.IsEmpty;

    /// <summary>Whether those that are there have waited long enough.</summary>
    public bool IsDue => _isUrgent || _settlings.Count >= batchSize || UntilWritten <= TimeSpan.Zero;

    /// <summary>Whether those that are there may wait for a later insert: one that comes at once still finds them before they are due.</summary>
    /// <param name="commit">How long the last commit took.</param>
    public bool MayWait(TimeSpan commit) => !_isUrgent && _settlings.Count < batchSize / 2 && UntilWritten > Delay / 2 && commit < Delay / 4;

    private TimeSpan UntilWritten => Delay - time.GetElapsedTime(Volatile.Read(ref _first));

    public void Add(Settling settling)
    {
        if (_settlings.IsEmpty) Volatile.Write(ref _first, time.GetTimestamp());
        _settlings.Enqueue(settling);
        if (settling.IsUrgent) _isUrgent = true;
        if (Interlocked.Exchange(ref _isWatching, 1) == 0 || settling.IsUrgent || _settlings.Count >= batchSize) signal.Set();
    }

    /// <summary>What runs now may soon be settled: looking once is less than being woken for each.</summary>
    public void Watch()
    {
        _watched = time.GetTimestamp();
        Interlocked.Exchange(ref _isWatching, 1);
    }

    /// <summary>How long until the loop has to look; <see langword="null"/> when the first settlement wakes it.</summary>
    public TimeSpan? UntilLook()
    {
        TimeSpan? until = UntilWatched();
        return !_settlings.IsEmpty && UntilWritten is var written && (until is null || written < until) ? written : until;
    }

    /// <summary>Takes those that are there; one event's are made one.</summary>
    public void Take(List<Settling> settlings, int limit)
    {
        _isUrgent = false;

        // Before they are taken: one that is added from here on wakes the loop, unless the loop looks by itself.
        if (_watched is null) Interlocked.Exchange(ref _isWatching, 0);
        while (settlings.Count < limit && _settlings.TryDequeue(out var settling)) Add(settlings, settling);
        if (!_settlings.IsEmpty) _isUrgent = true;
    }

    /// <summary>The lease is lost: nothing of it may be written.</summary>
    public void Clear()
    {
        _settlings.Clear();
        _watched = null;
        Interlocked.Exchange(ref _isWatching, 0);
    }

    private TimeSpan? UntilWatched()
    {
        if (_watched is not { } began) return null;
        var left = Delay - time.GetElapsedTime(began);
        if (left > TimeSpan.Zero) return left;
        _watched = null;
        Interlocked.Exchange(ref _isWatching, 0);
        return null;
    }

    // Of one event, the later says all that an earlier one did but for its dead letters.
    private static void Add(List<Settling> settlings, Settling settling)
    {
        int earlier = settling.Event.HasProgress ? settlings.FindLastIndex(other => ReferenceEquals(other.Event, settling.Event)) : -1;
        if (earlier >= 0)
        {
            settling = settling with { DeadLetters = [.. settlings[earlier].DeadLetters, .. settling.DeadLetters] };
            settlings.RemoveAt(earlier);
        }

        settlings.Add(settling);
    }
}
