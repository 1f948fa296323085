namespace EventGen;

/// <summary>What an event in the outbox waits for.</summary>
public enum OutboxEntryState
{
    /// <summary>It is due, or was due and waits for another attempt, and no instance has leased it: until it is delivered, later events of its key may wait for it.</summary>
    Waiting,

    /// <summary>Its first due time has not come.</summary>
    Scheduled,

    /// <summary>An instance has leased it and delivers it.</summary>
    Leased,
}
