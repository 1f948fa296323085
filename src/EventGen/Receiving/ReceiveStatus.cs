namespace EventGen;

/// <summary>What became of a message that was received.</summary>
public enum ReceiveStatus
{
    /// <summary>Every handler has succeeded, or its failure has been dealt with finally. The message may be acknowledged.</summary>
    Handled,

    /// <summary>It can never be handled: an unknown event, or a payload that is not the event's. Reported; it may be acknowledged.</summary>
    Rejected,

    /// <summary>It was not handled: the bus is stopping, or its full queue has dropped the event. Another bus should have it.</summary>
    NotHandled,
}
