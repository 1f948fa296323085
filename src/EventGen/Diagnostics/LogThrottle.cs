using System.Collections.Concurrent;
using System.Numerics;

namespace EventGen;

/// <summary>
/// Says when the log should be told of what others can bring about as often as they like: the first time, and whenever there have
/// been twice as many. Thread safe.
/// </summary>
internal sealed class LogThrottle
{
    // By what has happened: sentences and names of the application's own, so there are few.
    // Made when something has.
    private ConcurrentDictionary<string, long>? _times;

    /// <summary>Counts.</summary>
    /// <param name="what">What has happened; nothing that comes from outside.</param>
    /// <param name="count">How often.</param>
    /// <returns>How often it has happened in all; <see langword="null"/> when the log need not be told.</returns>
    public long? IsDue(string what, int count = 1)
    {
        var times = LazyInitializer.EnsureInitialized(ref _times, static () => new ConcurrentDictionary<string, long>(StringComparer.Ordinal));
        long total = times.AddOrUpdate(what, count, (_, before) => before + count);
        return BitOperations.Log2((ulong)total) > BitOperations.Log2((ulong)(total - count)) || total == count ? total : null;
    }
}
