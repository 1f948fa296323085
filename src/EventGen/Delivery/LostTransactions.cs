namespace EventGen;

/// <summary>How often a handler's transaction was lost with its connection, at each durable event. Thread safe.</summary>
/// <remarks>A database that goes away takes the attempts with it that are under way, once. A handler that breaks its own connection, such as by waiting too long, does so each time: after a few attempts its failures count.</remarks>
internal sealed class LostTransactions
{
    private const int MostExcuses = 3;

    // As many events as may be under way, and some more; when there are more, each is excused anew.
    private const int MostEvents = 10_000;

    private readonly Dictionary<(Guid Emission, string Handler), int> _excuses = [];

    /// <summary>How long it is to the next attempt.</summary>
    public static TimeSpan Pause { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether the attempt does not count.</summary>
    public bool Excuses(Guid emission, string handler)
    {
        lock (_excuses)
        {
            if (_excuses.Count >= MostEvents) _excuses.Clear();
            int excuses = _excuses.GetValueOrDefault((emission, handler));
            _excuses[(emission, handler)] = excuses + 1;
            return excuses < MostExcuses;
        }
    }
}
