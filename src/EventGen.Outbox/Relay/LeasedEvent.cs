namespace EventGen.Outbox;

/// <summary>An event that this instance has leased, from its commit or claim until it is settled.</summary>
/// <remarks>Its mutable state is guarded by <see cref="LeasedEvents"/>.</remarks>
internal sealed class LeasedEvent(Guid id, long position, OutboxRouteKey route, string? orderKey, DurableDelivery? delivery)
{
    // Few, so that looking at each costs less than a table of them.
    private readonly List<OutboxTarget> _remaining = delivery is null ? [] : [.. delivery.Targets];

    // Made when needed: most events are delivered at the first attempt.
    private HashSet<string>? _attempted;

    /// <summary>The event, to be run; <see langword="null"/> for one that is given up as it is.</summary>
    public DurableDelivery? Delivery => delivery;

    public long Position => position;

    public Guid Id => id;

    /// <summary>The route that the row has.</summary>
    public OutboxRouteKey Route { get; set; } = route;

    public string? OrderKey => orderKey;

    public string EventId => Route.EventId;

    /// <summary>How many processes died while they had it. See <see cref="Suspects"/>.</summary>
    public int Crashes { get; init; }

    /// <summary>Settling it leaves a mark, for somebody may repeat its id.</summary>
    public bool LeavesMark { get; init; }

    /// <summary>Its emitter runs a part of it; the rest is given to the workers afterwards.</summary>
    public bool IsHeld { get; set; }

    /// <summary>What has not had it, with what is known of the attempts.</summary>
    public IReadOnlyList<OutboxTarget> Remaining => _remaining;

    /// <summary>What has been attempted since it was leased.</summary>
    public HashSet<string> Attempted => _attempted ??= new(StringComparer.Ordinal);

    /// <summary>What was given up and is not written yet.</summary>
    public List<DeadLetter>? DeadLetters { get; set; }

    /// <summary>Later events of the key may pass: the retry of some target lets them, and that of no other makes them wait.</summary>
    public bool LeavesOrder
    {
        get => field && !BlocksKey;
        set;
    }

    /// <summary>Some target's retry makes later events of the key wait.</summary>
    public bool BlocksKey { get; set; }

    /// <summary>Something was reported that the row does not say.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Something of it was written while it ran.</summary>
    public bool HasProgress { get; set; }

    /// <summary>What became of its last target is being written, and the next one waits for it: true once it is. See <see cref="LeasedEvents.WriteAsync"/>.</summary>
    public TaskCompletionSource<bool>? Written { get; set; }

    /// <summary>The database refuses to write what has become of it. See <see cref="RefusedSettlings"/>; set by the loop.</summary>
    public bool IsRefused { get; set; }

    public LeasedState State { get; set; }

    /// <summary>A target has had it, or never will.</summary>
    public void Settle(string target)
    {
        int index = IndexOf(target);
        if (index >= 0) _remaining.RemoveAt(index);
    }

    /// <summary>A target is to be attempted again.</summary>
    public void Keep(OutboxTarget target)
    {
        int index = IndexOf(target.Name);
        if (index >= 0) _remaining[index] = target;
    }

    private int IndexOf(string target)
    {
        for (int i = 0; i < _remaining.Count; i++)
        {
            if (_remaining[i].Name == target) return i;
        }

        return -1;
    }
}
