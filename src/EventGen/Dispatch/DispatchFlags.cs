namespace EventGen;

/// <summary>All that an emit must look after besides calling the synchronous compile-time handlers; one word, tested once.</summary>
[Flags]
internal enum DispatchFlags
{
    None = 0,

    /// <summary>Some compile-time handler is asynchronous.</summary>
    AsynchronousHandlers = 1 << 0,

    /// <summary>There are synchronous run-time subscribers.</summary>
    Subscribers = 1 << 1,

    /// <summary>There are asynchronous run-time subscribers.</summary>
    AsynchronousSubscribers = 1 << 2,

    /// <summary>The event is published.</summary>
    Publishers = 1 << 3,

    /// <summary>Somebody takes the context.</summary>
    Context = 1 << 4,

    /// <summary>The bus is not what the running code would find as the ambient one, so handlers are marked with it.</summary>
    Mark = 1 << 5,

    /// <summary>The bus takes no more events.</summary>
    Stopped = 1 << 6,

    /// <summary>The bus accepts everything and runs nothing.</summary>
    Null = 1 << 7,

    /// <summary>Handlers have time limits or middleware.</summary>
    Guard = 1 << 8,

    /// <summary>The bus has an observer.</summary>
    Observer = 1 << 9,

    /// <summary>The topic keeps its newest events.</summary>
    History = 1 << 10,

    /// <summary>Somebody listens to spans or metrics.</summary>
    Traced = 1 << 11,

    /// <summary>Handlers that an emit runs itself may be attempted again, and the event has a key.</summary>
    KeyedRetry = 1 << 12,

    /// <summary>The event is committed to the outbox before anything of it runs.</summary>
    Durable = 1 << 13,

    /// <summary>The bus is measured.</summary>
    Measured = 1 << 14,

    /// <summary>Each emission has a context, so that a measured bus can tell its way.</summary>
    Followed = 1 << 15,

    /// <summary>Some synchronous compile-time handler may emit, so that emits within one another are counted.</summary>
    Depth = 1 << 16,

    /// <summary>The latest events of a handler have become dead letters, so its next success is looked for.</summary>
    Failing = 1 << 17,

    /// <summary>What an emit leaves to the queue.</summary>
    Queue = AsynchronousHandlers | AsynchronousSubscribers | Publishers,
}
