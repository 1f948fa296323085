namespace EventGen;

/// <summary>Which changes of a published event are compatible, and which are an error (EVG6001).</summary>
public enum EventCompatibility
{
    /// <summary>Old and new code read each other's messages.</summary>
    Full = 0,

    /// <summary>New code reads what old code wrote: enough where receivers are always deployed before senders.</summary>
    Backward = 1,

    /// <summary>Old code reads what new code writes: enough where senders are always deployed before receivers and nothing old is kept.</summary>
    Forward = 2,

    /// <summary>Every change is accepted.</summary>
    None = 3,
}
