namespace EventGen;

/// <summary>The handlers whose latest events have all become dead letters, each with how many. An event that it handles ends it. Thread safe.</summary>
/// <remarks>
/// Nobody counts what succeeds: an event whose handlers need nothing around them is dispatched by generated code. So the handlers of an event are called one by one from the first dead letter of one of
/// them to its next success.
/// </remarks>
/// <param name="time">Tells when a failure is too old to be of interest.</param>
/// <param name="watch">Called with an event, and whether its handlers are to be called one by one.</param>
internal sealed class FailureStreaks(TimeProvider time, Action<string, bool> watch)
{
    // Fewer may be of events that nobody could handle.
    private const int ShortestTold = 10;

    // A handler has a name in code, so there are few.
    private const int MostKept = 1000;

    // An event that comes once a day, and did not succeed yesterday, is no news.
    private static readonly TimeSpan s_told = TimeSpan.FromHours(1);

    private readonly object _gate = new();

    // Under _gate. Made by the first dead letter.
    private Dictionary<(string EventId, string Handler), (FailureStreak Streak, long Last)>? _streaks;

    // Written under _gate.
    private volatile int _count;

    /// <summary>Whether there are any: else a success need not be told.</summary>
    public bool HasAny => _count != 0;

    /// <summary>Those that are long and recent enough to say that the handler fails, in the order in which they began.</summary>
    public IReadOnlyList<FailureStreak> Told
    {
        get
        {
            if (!HasAny) return [];
            List<FailureStreak> told = [];
            lock (_gate)
            {
                foreach (var (streak, last) in _streaks!.Values)
                {
                    if (streak.Events >= ShortestTold && time.GetElapsedTime(last) <= s_told) told.Add(streak);
                }
            }

            return told;
        }
    }

    /// <summary>An event has become a dead letter.</summary>
    public void Failed(string eventId, string handler, Exception exception)
    {
        lock (_gate)
        {
            var streaks = _streaks ??= [];
            bool isKnown = streaks.TryGetValue((eventId, handler), out var known);
            if (!isKnown && streaks.Count == MostKept) return;
            streaks[(eventId, handler)] = (new FailureStreak(eventId, handler, isKnown ? known.Streak.Events + 1 : 1, exception.GetType().Name), time.GetTimestamp());
            _count = streaks.Count;
            if (!isKnown) watch(eventId, true);
        }
    }

    /// <summary>A handler has handled an event.</summary>
    public void Succeeded(string eventId, string handler)
    {
        lock (_gate)
        {
            if (!_streaks!.Remove((eventId, handler))) return;
            _count = _streaks.Count;
            foreach (var other in _streaks.Keys)
            {
                if (other.EventId == eventId) return;
            }

            watch(eventId, false);
        }
    }
}
