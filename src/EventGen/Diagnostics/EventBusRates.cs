namespace EventGen;

/// <summary>How often a bus does something, over all of its events.</summary>
/// <param name="Emitted">Emits.</param>
/// <param name="Handled">Attempts of handlers that succeeded.</param>
/// <param name="Published">Attempts of publishers that succeeded.</param>
/// <param name="Failed">Attempts of either that failed.</param>
public readonly record struct EventBusRates(EventRate Emitted, EventRate Handled, EventRate Published, EventRate Failed)
{
    /// <summary>Messages of other processes that were received.</summary>
    public EventRate Received { get; init; }
}
