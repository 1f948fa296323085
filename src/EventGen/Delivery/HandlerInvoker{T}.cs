namespace EventGen;

/// <summary>
/// All that stands around an attempt of a handler besides the call: its span and duration, its time limit, middleware. One
/// for each event of a bus; events that need none of it are dispatched without. Thread safe.
/// </summary>
/// <param name="eventId">The event.</param>
/// <param name="middleware">The event's middleware, around the handler; <see langword="null"/> for none.</param>
/// <param name="timeLimit">Bounds attempts in time.</param>
/// <param name="contexts">Creates the context that middleware is given where nobody else has asked for one.</param>
/// <param name="topic">The topic that middleware is given.</param>
internal sealed class HandlerInvoker<T>(
    string eventId, EventDelegate? middleware, HandlerTimeLimit timeLimit, EventContextFactory contexts, Func<EventTopic> topic) : IDeliveryCaller<T>
{
    public bool HasMiddleware => middleware is not null;

    /// <inheritdoc/>
    public ValueTask CallAsync(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        if (!target.IsHandler) return target.CallAsync(payload, context, cancellationToken);
        return Telemetry.IsProcessObserved
            ? MessageSpan.RunAsync(() => MessageSpan.Process(eventId, target.Name, context), () => InTimeAsync(target, payload, context, cancellationToken))
            : InTimeAsync(target, payload, context, cancellationToken);
    }

    /// <summary>Calls a synchronous target on this thread; what it throws comes out.</summary>
    public void Call(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        if (!target.IsHandler) target.Call(payload, context, cancellationToken);
        else if (Telemetry.IsProcessObserved) MessageSpan.Run(() => MessageSpan.Process(eventId, target.Name, context), () => InTime(target, payload, context, cancellationToken));
        else InTime(target, payload, context, cancellationToken);
    }

    private ValueTask InTimeAsync(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken) =>
        target.Plan.HasTimeout
            ? timeLimit.RunAsync(eventId, target.Name, target.Plan.Timeout, token => InMiddlewareAsync(target, payload, context, token), cancellationToken)
            : InMiddlewareAsync(target, payload, context, cancellationToken);

    private void InTime(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        if (target.Plan.HasTimeout) timeLimit.Run(eventId, target.Name, target.Plan.Timeout, token => Block(InMiddlewareAsync(target, payload, context, token)), cancellationToken);
        else Block(InMiddlewareAsync(target, payload, context, cancellationToken));
    }

    private ValueTask InMiddlewareAsync(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken) =>
        middleware is null
            ? target.CallAsync(payload, context, cancellationToken)
            : middleware(new EventInvocation<T>(topic(), target, payload, context ?? contexts.Create(eventId, key: null), cancellationToken));

    private static void Block(ValueTask pending)
    {
        // Only middleware suspends here: a synchronous handler has no task.
        if (pending.IsCompleted) pending.GetAwaiter().GetResult();
        else pending.AsTask().GetAwaiter().GetResult();
    }
}
