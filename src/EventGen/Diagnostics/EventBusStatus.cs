namespace EventGen;

/// <summary>How a bus or a publisher fares.</summary>
public enum EventBusStatus
{
    /// <summary>All is well.</summary>
    Healthy,

    /// <summary>It works, but somebody should look: a publisher's last attempt failed, or the queue has been more than 80% full for longer than 10 seconds.</summary>
    Degraded,

    /// <summary>It does not work, or not wholly: the bus has stopped, a handler is stuck, or a publisher has been failing for longer than <see cref="EventBusOptions.PublisherDownLimit"/>.</summary>
    Unhealthy,
}
