namespace EventGen.AspNetCore.Management;

/// <summary>The newest activities of a bus, so that the way of an event can be told afterwards. Thread safe.</summary>
/// <param name="capacity">How many are kept.</param>
internal sealed class ActivityHistory(int capacity)
{
    // Payloads are the application's, of any size: only of the newest emissions.
    private const int Payloads = 200;

    // As many as an application has of pairs of events; bounded all the same.
    private const int MaxCauses = 10_000;

    // All under _activities.
    private readonly Queue<KeptActivity> _activities = new();
    private readonly Queue<KeptActivity> _withPayload = new();
    private readonly Dictionary<(string Cause, string Effect), long> _causes = [];
    private readonly Dictionary<string, KeptActivity> _emissions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KeptActivity> _newest = new(StringComparer.Ordinal);
    private bool _hasForgotten;

    /// <summary>Which events were emitted by handlers of which, and how often.</summary>
    public IReadOnlyList<(string Cause, string Effect, long Count)> Causes
    {
        get
        {
            lock (_activities) return [.. _causes.Select(static pair => (pair.Key.Cause, pair.Key.Effect, pair.Value))];
        }
    }

    /// <summary>The time of the oldest activity that is kept, and whether older ones were forgotten.</summary>
    public (DateTimeOffset? Since, bool HasForgotten) Reach
    {
        get
        {
            lock (_activities) return (_activities.TryPeek(out var oldest) ? oldest.Timestamp : null, _hasForgotten);
        }
    }

    public void Add(KeptActivity activity)
    {
        lock (_activities)
        {
            _activities.Enqueue(activity);
            if (activity.IsEmission) AddEmission(activity);
            else activity.ForgetPayload();
            if (_activities.Count <= capacity) return;
            _hasForgotten = true;
            var oldest = _activities.Dequeue();
            if (oldest is { IsEmission: true, Id: { } id }) _emissions.Remove(id);
        }
    }

    /// <summary>The last payload that was seen of an event, if it is kept.</summary>
    public object? SampleOf(string eventId)
    {
        lock (_activities) return _newest.GetValueOrDefault(eventId)?.Payload;
    }

    /// <summary>
    /// What belongs together: everything under a correlation id, or, where the id is that of an emission, that emission, what caused it and
    /// what they have caused.
    /// </summary>
    public IReadOnlyList<KeptActivity> Of(string id)
    {
        lock (_activities)
        {
            string root = id;
            for (int depth = 0; depth < 100 && _emissions.TryGetValue(root, out var emission) && emission.Context!.Metadata.CausationId is { } cause; depth++) root = cause;
            HashSet<string> members = new(StringComparer.Ordinal) { root };
            List<KeptActivity> found = [];
            foreach (var activity in _activities)
            {
                if (activity.Context is not { } context) continue;
                bool belongs = context.Metadata.CorrelationId == id || members.Contains(activity.Id!) || (context.Metadata.CausationId is { } cause && members.Contains(cause));
                if (!belongs) continue;
                members.Add(activity.Id!);
                found.Add(activity);
            }

            return found;
        }
    }

    private void AddEmission(KeptActivity activity)
    {
        _newest[activity.EventId] = activity;
        _withPayload.Enqueue(activity);
        if (_withPayload.Count > Payloads) _withPayload.Dequeue().ForgetPayload();
        if (activity.Context is not { } context) return;
        _emissions[context.Id.ToString()] = activity;
        if (context.Metadata.CausationId is not { } causation || !_emissions.TryGetValue(causation, out var cause)) return;
        var pair = (cause.EventId, activity.EventId);
        if (_causes.Count < MaxCauses || _causes.ContainsKey(pair)) _causes[pair] = _causes.GetValueOrDefault(pair) + 1;
    }
}
