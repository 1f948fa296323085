using System.Numerics;

namespace EventGen;

/// <summary>
/// Says which failures the log tells in full, with where they were thrown: of one handler or publisher with one exception the first within an hour, and whenever there have been twice as many.
/// Last attempts count apart. Thread safe.
/// </summary>
/// <remarks>By the hour, for two defects may have one type of exception, and a log may not be kept for long.</remarks>
/// <param name="time">Tells when the hour is over.</param>
internal sealed class FailureThrottle(TimeProvider time)
{
    /// <summary>How many kinds of failures are counted. Events, handlers and exceptions are the application's, so there are few; types that are made at run time may be many.</summary>
    public const int MostKinds = 1000;

    private static readonly TimeSpan s_counted = TimeSpan.FromHours(1);

    private readonly object _gate = new();

    // Under _gate. Made when something has failed.
    private Dictionary<(string EventId, string Target, string? Exception, bool IsLast), (long Times, long Began)>? _kinds;

    /// <summary>Counts a failure.</summary>
    /// <param name="eventId">The event.</param>
    /// <param name="target">The handler or publisher.</param>
    /// <param name="exception">What it failed with.</param>
    /// <param name="isLast">Whether the event is a dead letter now.</param>
    /// <returns>How many such there have been within the hour, and whether this one is told in full.</returns>
    public (long Times, bool IsInFull) Count(string eventId, string target, Exception exception, bool isLast)
    {
        var kind = (eventId, target, exception.GetType().FullName, isLast);
        lock (_gate)
        {
            var kinds = _kinds ??= [];
            bool isKnown = kinds.TryGetValue(kind, out var counted);
            if (!isKnown && kinds.Count == MostKinds) kinds.Clear();   // all of them begin again: told once too often rather than never
            if (!isKnown || time.GetElapsedTime(counted.Began) >= s_counted) counted = (0, time.GetTimestamp());
            counted.Times++;
            kinds[kind] = counted;
            return (counted.Times, BitOperations.IsPow2(counted.Times));
        }
    }
}
