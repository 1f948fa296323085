namespace EventGen;

/// <summary>What could not be dealt with.</summary>
public enum DeadLetterKind
{
    /// <summary>An event that a handler failed on.</summary>
    Handler,

    /// <summary>An event that a publisher failed to publish.</summary>
    Publisher,

    /// <summary>A message that a publisher received and that cannot be handled: no message, of no event of the bus, or not what the event is made of.</summary>
    Message,
}
