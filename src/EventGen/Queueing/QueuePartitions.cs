using System.Runtime.CompilerServices;

namespace EventGen;

/// <summary>
/// The partitions in which an event is running, and the events that wait behind it. In the readers' gate of the <see cref="EventRing"/>, which the
/// queue enters, but for <see cref="Waiting"/> and <see cref="HasReleased"/>, which may be read outside.
/// </summary>
/// <remarks>
/// A partition whose event runs while nothing waits behind it is a number in a short list: never longer than there are workers. Only one in
/// which something waits, an event or the next attempt of a failed delivery, is an object. Events wait in the order in which they were admitted.
/// </remarks>
internal sealed class QueuePartitions
{
    // The keys of those in which an event runs, in no order.
    private ulong[] _running = new ulong[8];
    private int _runningCount;

    // Those in which something waits.
    private readonly Dictionary<ulong, Partition> _partitions = [];

    // Of those, the ones whose next event may run.
    private readonly List<Partition> _released = [];
    private readonly Stack<Partition> _spare = new();
    private long _arrivals;
    private int _releasedCount;

    /// <summary>How many events wait for their partition. Changed with a full fence.</summary>
    public int Waiting;

    /// <summary>True when an event's partition has become free.</summary>
    public bool HasReleased => Volatile.Read(ref _releasedCount) != 0;

    /// <summary>True when events wait for a partition in which no event runs: a retry or a publish holds it.</summary>
    public bool HasWaitingForHeld => _partitions.Values.Any(partition => partition is { Holds: > 0, Waiting.Count: > 0 } && !IsRunning(partition.Key));

    /// <summary>Enters a partition, if nothing is in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryEnter(ulong key)
    {
        if (IsRunning(key) || (_partitions.Count != 0 && _partitions.ContainsKey(key))) return false;
        Run(key);
        return true;
    }

    /// <summary>Moves the ring's oldest event, which is at its head, into its partition, which is taken.</summary>
    public void Wait(ulong key, EventRing ring, long head)
    {
        // Its place first: where there is no memory for it, the event stays in the ring.
        var waiting = Of(key).Waiting;
        waiting.EnsureCapacity(waiting.Count + 1);

        // Counted here before it leaves the ring: never in neither, or the queue would admit one too many.
        Interlocked.Increment(ref Waiting);
        ring.Dequeue(head, out var queued);
        waiting.Enqueue((queued, _arrivals++));
    }

    /// <summary>The event in the partition has been handled: if nothing else holds it, the next one may be taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave(ulong key)
    {
        var running = _running;
        int place = 0;
        while (running[place] != key) place++;
        running[place] = running[--_runningCount];
        if (_partitions.Count != 0) ReleaseNext(key);
    }

    /// <summary>A delivery of the event in the partition has failed, or is not done: the partition stays taken until <see cref="EndHold"/>.</summary>
    public void Hold(ulong key) => Of(key).Holds++;

    /// <summary>Ends what <see cref="Hold"/> began.</summary>
    public void EndHold(ulong key)
    {
        var partition = _partitions[key];
        if (--partition.Holds == 0 && !IsRunning(key)) Release(partition);
    }

    /// <summary>Takes the event that has waited longest among those whose partition is free, of which there is one; it has the partition from then on.</summary>
    public void TakeReleased(out QueuedEvent next)
    {
        var partition = Oldest(_released)!;
        Run(partition.Key);   // first: where there is no memory for it, nothing has been taken
        next = Take(partition);
        if (partition.Waiting.Count == 0) GiveUp(partition);
    }

    /// <summary>Takes the event that has waited longest of all, to drop it.</summary>
    public bool TryTakeOldest(out QueuedEvent oldest)
    {
        oldest = default;
        if (_partitions.Count == 0 || Oldest(_partitions.Values) is not { } partition) return false;
        bool wasReleased = partition.IsReleased;
        oldest = Take(partition);

        // The partition stays released for the next one that waits in it, or is given up.
        if (wasReleased) Release(partition);
        return true;
    }

    // This and Grow apart: both are rare, and the rest is inlined where a worker takes its events.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReleaseNext(ulong key)
    {
        if (_partitions.TryGetValue(key, out var partition) && partition.Holds == 0) Release(partition);
    }

    // A loop of its own: there is seldom more than one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsRunning(ulong key)
    {
        for (int i = 0; i < _runningCount; i++)
        {
            if (_running[i] == key) return true;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Run(ulong key)
    {
        if (_runningCount == _running.Length) Grow();
        _running[_runningCount++] = key;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow() => Array.Resize(ref _running, 2 * _runningCount);

    private Partition Of(ulong key)
    {
        if (_partitions.TryGetValue(key, out var partition)) return partition;

        // Leaving a partition takes no memory: a worker that fails in it would leave it taken for ever.
        int partitions = _partitions.Count + 1;
        _released.EnsureCapacity(partitions);
        _spare.EnsureCapacity(partitions + _spare.Count);
        partition = _spare.TryPeek(out var spare) ? spare : new Partition();
        partition.Key = key;
        _partitions.Add(key, partition);
        if (spare is not null) _spare.Pop();
        return partition;
    }

    private void Release(Partition partition)
    {
        if (partition.Waiting.Count == 0)
        {
            GiveUp(partition);
            return;
        }

        partition.IsReleased = true;
        _released.Add(partition);
        Volatile.Write(ref _releasedCount, _released.Count);
    }

    private void GiveUp(Partition partition)
    {
        _partitions.Remove(partition.Key);
        _spare.Push(partition);
    }

    private QueuedEvent Take(Partition partition)
    {
        if (partition.IsReleased)
        {
            partition.IsReleased = false;
            _released.Remove(partition);
            Volatile.Write(ref _releasedCount, _released.Count);
        }

        Interlocked.Decrement(ref Waiting);
        return partition.Waiting.Dequeue().Event;
    }

    private static Partition? Oldest(IEnumerable<Partition> partitions)
    {
        Partition? oldest = null;
        foreach (var partition in partitions)
        {
            if (partition.Waiting.Count == 0) continue;
            if (oldest is null || partition.Waiting.Peek().Arrival < oldest.Waiting.Peek().Arrival) oldest = partition;
        }

        return oldest;
    }

    private sealed class Partition
    {
        public ulong Key { get; set; }

        /// <summary>The failed deliveries and publishes that keep later events waiting.</summary>
        public int Holds { get; set; }

        public Queue<(QueuedEvent Event, long Arrival)> Waiting { get; } = new();

        /// <summary>No event of the partition runs, and one waits.</summary>
        public bool IsReleased { get; set; }
    }
}
