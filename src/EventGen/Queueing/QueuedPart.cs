namespace EventGen;

/// <summary>What of an event's work is on the queue.</summary>
internal enum QueuedPart
{
    /// <summary>Every handler and publisher.</summary>
    All,

    /// <summary>What an emit left, once its synchronous handlers had run.</summary>
    AsynchronousPart,

    /// <summary>Another attempt of one handler or publisher. It was accepted before.</summary>
    FailedDelivery,
}
