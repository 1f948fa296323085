using System.Numerics;

namespace EventGen;

/// <summary>Remembers since when a queue has been saturated, more than 80% full. Thread safe.</summary>
/// <remarks>
/// Updated by emitters, since only they make a queue cross the mark upwards; there is no timer. The emitter of the event that crosses the
/// mark does it. The others do not each time, because counting contends with the workers for a cache line, but at least 16 times while a
/// queue fills up, so that it is known that it was empty in between. An outdated update is corrected by the next one, and by whoever reads the state.
/// </remarks>
/// <param name="time">Tells the moments.</param>
/// <param name="capacity">The queue's.</param>
internal sealed class QueueSaturation(TimeProvider time, int capacity)
{
    private readonly long _notedMask = (long)BitOperations.RoundUpToPowerOf2((uint)(capacity / 32 + 1)) - 1;

    // A timestamp; 0 while the queue is not saturated. Written by whoever sees the other state.
    private long _since;

    /// <summary>How many events may wait in a queue that is not saturated.</summary>
    public int Mark { get; } = (int)(capacity * 4L / 5);

    /// <summary>Whether the emitter of an event updates the state.</summary>
    /// <param name="position">The event's position.</param>
    /// <param name="waiting">How many events wait with it, or more.</param>
    public bool IsToBeNoted(long position, long waiting) => (position & _notedMask) == 0 || (waiting > Mark && Volatile.Read(ref _since) == 0);

    /// <summary>Takes note of how the queue is. Calls the time provider: not under a lock.</summary>
    public void Note(bool isSaturated)
    {
        if (isSaturated == (Volatile.Read(ref _since) != 0)) return;
        if (isSaturated) Interlocked.CompareExchange(ref _since, Math.Max(1, time.GetTimestamp()), 0);
        else Volatile.Write(ref _since, 0);
    }

    /// <summary>How long the queue has been saturated, given how many events wait now.</summary>
    public TimeSpan For(int length)
    {
        Note(length > Mark);
        long since = Volatile.Read(ref _since);
        return since == 0 ? TimeSpan.Zero : time.GetElapsedTime(since);
    }
}
