namespace EventGen;

/// <summary>The deliveries of one bus that became dead letters after its drain had been given up, by event. Thread safe.</summary>
/// <remarks>Whether a handler failed because it was cancelled, because it may emit no more, or by itself does not show in what it throws.</remarks>
internal sealed class CutOffDeliveries
{
    private readonly object _gate = new();

    // Under _gate. Made when a drain is given up.
    private Dictionary<string, int>? _counts;

    // Written under _gate.
    private volatile bool _hasBegun;

    public IReadOnlyDictionary<string, int> Counts
    {
        get
        {
            lock (_gate) return _counts is null ? new Dictionary<string, int>() : new Dictionary<string, int>(_counts, StringComparer.Ordinal);
        }
    }

    /// <summary>The drain is given up: what becomes a dead letter from now on counts.</summary>
    public void Begin()
    {
        lock (_gate) (_counts, _hasBegun) = (new Dictionary<string, int>(StringComparer.Ordinal), true);
    }

    /// <summary>A delivery has failed and becomes a dead letter.</summary>
    public void Note(string eventId)
    {
        if (!_hasBegun) return;
        lock (_gate) _counts![eventId] = _counts.GetValueOrDefault(eventId) + 1;
    }
}
