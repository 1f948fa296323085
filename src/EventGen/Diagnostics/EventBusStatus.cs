namespace EventGen;

/// <summary>How a bus or a publisher fares.</summary>
public enum EventBusStatus
{
    /// <summary>All is well.</summary>
    Healthy,

    /// <summary>It works, but somebody should look: a publisher's last attempt failed, or the queue is more than 80% full.</summary>
    Degraded,

    /// <summary>It does not work: the bus has stopped.</summary>
    Unhealthy,
}
