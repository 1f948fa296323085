namespace EventGen;

/// <summary>What an event in the outbox waits for.</summary>
public enum OutboxEntryState
{
    /// <summary>It is due and no instance has leased it.</summary>
    Waiting,

    /// <summary>Its due time has not come: it is scheduled, or waits for another attempt.</summary>
    Scheduled,

    /// <summary>An instance has leased it and delivers it.</summary>
    Leased,
}
