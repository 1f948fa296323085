namespace EventGen;

/// <summary>What an attempt of one target of a durable event came to.</summary>
public enum DurableOutcomeKind
{
    /// <summary>The target has had the event.</summary>
    Delivered,

    /// <summary>It failed, and is attempted again.</summary>
    Retry,

    /// <summary>It failed for the last time.</summary>
    DeadLettered,

    /// <summary>This process does not have the target.</summary>
    Unknown,

    /// <summary>The process is stopping: the attempt does not count.</summary>
    Interrupted,
}
