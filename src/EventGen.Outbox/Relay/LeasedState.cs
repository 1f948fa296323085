namespace EventGen.Outbox;

/// <summary>Where an event that this instance has leased stands.</summary>
internal enum LeasedState
{
    /// <summary>It waits for a worker.</summary>
    Waiting,

    /// <summary>A worker, or its emitter, runs it.</summary>
    Running,

    /// <summary>Nothing of it runs; its settlement is on its way.</summary>
    Ended,

    /// <summary>The lease is lost: nothing of it may be settled.</summary>
    Void,
}
