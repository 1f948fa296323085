using System.Diagnostics.CodeAnalysis;

namespace EventGen;

/// <summary>The events from before a stream was made, with which it begins. Each is read once. Thread safe.</summary>
internal sealed class StreamReplay<T>(T[] events)
{
    // Interlocked only. How many have been taken, or looked for in vain.
    private int _taken;

    public static StreamReplay<T> None { get; } = new([]);

    public int Left => Math.Max(0, events.Length - Volatile.Read(ref _taken));

    /// <summary>Those of the kept events that pass the filter, the newest of them.</summary>
    /// <param name="kept">The oldest first.</param>
    /// <param name="last">How many there may be.</param>
    /// <param name="filter"><see langword="null"/> for none.</param>
    /// <param name="failed">Called with each event on which the filter failed.</param>
    public static StreamReplay<T> Of(T[] kept, int last, Func<T, bool>? filter, Action<T, Exception> failed)
    {
        if (filter is not null) kept = Array.FindAll(kept, Passes);
        return new StreamReplay<T>(kept.Length > last ? kept[^last..] : kept);

        bool Passes(T item)
        {
            try
            {
                return filter(item);
            }
            catch (Exception exception)
            {
                failed(item, exception);
                return false;
            }
        }
    }

    public bool TryRead([MaybeNullWhen(false)] out T item)
    {
        item = default;
        if (Left == 0) return false;
        int index = Interlocked.Increment(ref _taken) - 1;
        if (index >= events.Length) return false;
        item = events[index];
        events[index] = default!;   // the reader's from now on
        return true;
    }
}
