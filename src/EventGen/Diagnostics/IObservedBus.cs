namespace EventGen;

/// <summary>What telemetry knows of a bus. Thread safe.</summary>
internal interface IObservedBus
{
    /// <summary>The emitting application's name; <see langword="null"/> for none.</summary>
    string? Source { get; }

    /// <summary>How many accepted events no worker has taken yet.</summary>
    int QueueLength { get; }

    /// <summary>How many may wait.</summary>
    int QueueCapacity { get; }

    /// <summary>How many handlers still run although their time is over, and do not heed their token.</summary>
    int StuckHandlers { get; }

    /// <summary>Somebody has begun or ceased to listen to spans or metrics.</summary>
    void Trace(bool isTraced);
}
