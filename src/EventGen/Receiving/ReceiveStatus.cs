namespace EventGen;

/// <summary>What became of a message that was received.</summary>
public enum ReceiveStatus
{
    /// <summary>Every handler has succeeded, or its failure is a dead letter that is kept. The message may be acknowledged.</summary>
    Handled,

    /// <summary>It cannot be handled: no message, an unknown event, or a payload that is not the event's. It is a dead letter that is kept, and may be acknowledged.</summary>
    Rejected,

    /// <summary>
    /// It was not handled: the bus is stopping, its full queue has dropped the event, or the store of dead letters has not taken what
    /// became of it. It should be delivered again.
    /// </summary>
    NotHandled,

    /// <summary>No module of the bus declares its event, and <see cref="MessageReceiver.UnknownEvents"/> says that such messages are ignored. It may be acknowledged.</summary>
    Ignored,
}
