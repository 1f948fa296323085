namespace EventGen;

/// <summary>What an <see cref="EventTally"/> counts.</summary>
internal enum EventTallyKind
{
    /// <summary>Emits that have run the synchronous handlers themselves.</summary>
    Emits,

    /// <summary>Of those, the ones that were measured.</summary>
    MeasuredEmits,

    /// <summary>Emits that have left every handler to a worker.</summary>
    QueuedEmits,

    /// <summary>Emits whose handlers the emitter awaits, and those of durable events.</summary>
    OtherEmits,

    /// <summary>Events of which a worker has run every handler.</summary>
    Runs,

    /// <summary>Of those, the ones that were measured.</summary>
    MeasuredRuns,

    /// <summary>Events of which a worker has run the asynchronous handlers.</summary>
    AsynchronousRuns,

    /// <summary>Of those, the ones that were measured.</summary>
    MeasuredAsynchronousRuns,

    /// <summary>Messages that were received.</summary>
    Received,
}
