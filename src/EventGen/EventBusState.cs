namespace EventGen;

/// <summary>Where a bus is between its creation and its end.</summary>
public enum EventBusState
{
    /// <summary>Created and not started: synchronous handlers run, and what is queued waits.</summary>
    Created,

    /// <summary>Started: workers handle what is queued.</summary>
    Started,

    /// <summary>Being stopped: new events are refused, and those that were accepted are handled.</summary>
    Stopping,

    /// <summary>The drain has ended: nothing is handled any more.</summary>
    Stopped,
}
