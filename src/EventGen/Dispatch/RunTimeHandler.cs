namespace EventGen;

/// <summary>A run-time handler of an event or a group, in the one of three forms that its delegate is brought to.</summary>
internal readonly struct RunTimeHandler<T>
{
    public RunTimeHandler(Action<T> handler) : this(handler, DispatchFlags.Subscribers) => Plain = handler;

    public RunTimeHandler(Action<T, EventContext> handler) : this(handler, DispatchFlags.Subscribers | DispatchFlags.Context) => Synchronous = (payload, context, _) => handler(payload, context!);

    public RunTimeHandler(Action<T, CancellationToken> handler) : this(handler, DispatchFlags.Subscribers) => Synchronous = (payload, _, token) => handler(payload, token);

    public RunTimeHandler(Action<T, EventContext, CancellationToken> handler) : this(handler, DispatchFlags.Subscribers | DispatchFlags.Context) => Synchronous = handler!;

    public RunTimeHandler(Func<T, ValueTask> handler) : this(handler, DispatchFlags.AsynchronousSubscribers) => Asynchronous = (payload, _, _) => handler(payload);

    public RunTimeHandler(Func<T, EventContext, ValueTask> handler) : this(handler, DispatchFlags.AsynchronousSubscribers | DispatchFlags.Context) => Asynchronous = (payload, context, _) => handler(payload, context!);

    public RunTimeHandler(Func<T, CancellationToken, ValueTask> handler) : this(handler, DispatchFlags.AsynchronousSubscribers) => Asynchronous = (payload, _, token) => handler(payload, token);

    public RunTimeHandler(Func<T, EventContext, CancellationToken, ValueTask> handler) : this(handler, DispatchFlags.AsynchronousSubscribers | DispatchFlags.Context) => Asynchronous = handler!;

    public RunTimeHandler(Func<T, Task> handler) : this(handler, DispatchFlags.AsynchronousSubscribers) => Asynchronous = (payload, _, _) => new ValueTask(handler(payload));

    public RunTimeHandler(Func<T, EventContext, Task> handler) : this(handler, DispatchFlags.AsynchronousSubscribers | DispatchFlags.Context) => Asynchronous = (payload, context, _) => new ValueTask(handler(payload, context!));

    public RunTimeHandler(Func<T, CancellationToken, Task> handler) : this(handler, DispatchFlags.AsynchronousSubscribers) => Asynchronous = (payload, _, token) => new ValueTask(handler(payload, token));

    public RunTimeHandler(Func<T, EventContext, CancellationToken, Task> handler) : this(handler, DispatchFlags.AsynchronousSubscribers | DispatchFlags.Context) => Asynchronous = (payload, context, token) => new ValueTask(handler(payload, context!, token));

    private RunTimeHandler(Delegate handler, DispatchFlags needs)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Original = handler;
        Needs = needs;
    }

    /// <summary>The delegate that was subscribed.</summary>
    public Delegate Original { get; }

    /// <summary>What the handler asks of an emit.</summary>
    public DispatchFlags Needs { get; }

    public Action<T>? Plain { get; }

    public Action<T, EventContext?, CancellationToken>? Synchronous { get; }

    public Func<T, EventContext?, CancellationToken, ValueTask>? Asynchronous { get; }
}
