namespace EventGen;

/// <summary>
/// All that stands around an attempt of a handler besides the call: its span and duration, its time limit, middleware. One
/// for each event of a bus; events that need none of it are dispatched without. Thread safe.
/// </summary>
internal sealed class HandlerInvoker<T>(DeliveryServices services, EventDescriptor descriptor, EventDelegate? middleware) : IDeliveryCaller<T>
{
    public bool HasMiddleware => middleware is not null;

    /// <inheritdoc/>
    public ValueTask CallAsync(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        if (!target.IsHandler) return target.CallAsync(payload, context, cancellationToken);
        return Telemetry.IsProcessObserved
            ? MessageSpan.RunAsync(() => MessageSpan.Process(descriptor.Id, target.Name, context), () => InTimeAsync(target, payload, context, cancellationToken))
            : InTimeAsync(target, payload, context, cancellationToken);
    }

    /// <summary>Calls a synchronous target on this thread; what it throws comes out.</summary>
    public void Call(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        if (!target.IsHandler) target.Call(payload, context, cancellationToken);
        else if (Telemetry.IsProcessObserved) MessageSpan.Run(() => MessageSpan.Process(descriptor.Id, target.Name, context), () => InTime(target, payload, context, cancellationToken));
        else InTime(target, payload, context, cancellationToken);
    }

    private ValueTask InTimeAsync(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken) =>
        target.Plan.HasTimeout
            ? services.TimeLimit.RunAsync(descriptor.Id, target.Name, target.Plan.Timeout, token => InMiddlewareAsync(target, payload, context, token), cancellationToken)
            : InMiddlewareAsync(target, payload, context, cancellationToken);

    private void InTime(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        if (target.Plan.HasTimeout) services.TimeLimit.Run(descriptor.Id, target.Name, target.Plan.Timeout, token => Block(InMiddlewareAsync(target, payload, context, token)), cancellationToken);
        else Block(InMiddlewareAsync(target, payload, context, cancellationToken));
    }

    private ValueTask InMiddlewareAsync(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken) =>
        middleware is null
            ? target.CallAsync(payload, context, cancellationToken)
            : middleware(new EventInvocation<T>(descriptor, target, payload, context ?? services.Contexts.Create(descriptor.Id, key: null), cancellationToken));

    private static void Block(ValueTask pending)
    {
        // Only middleware suspends here: a synchronous handler has no task.
        if (pending.IsCompleted) pending.GetAwaiter().GetResult();
        else pending.AsTask().GetAwaiter().GetResult();
    }
}
