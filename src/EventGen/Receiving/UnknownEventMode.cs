namespace EventGen;

/// <summary>What happens to a message of an event that no module of the bus declares.</summary>
public enum UnknownEventMode
{
    /// <summary>It is rejected, and kept as a dead letter: the module that declares its event may have been forgotten.</summary>
    DeadLetter,

    /// <summary>It is acknowledged and counted, and no more: it is for other applications on the same channel.</summary>
    Ignore,
}
