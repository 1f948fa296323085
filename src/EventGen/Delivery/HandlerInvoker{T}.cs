namespace EventGen;

/// <summary>
/// All that stands around an attempt of a handler besides the call: its span and duration, its time limit, middleware. One
/// for each event of a bus; events that need none of it are dispatched without. Thread safe.
/// </summary>
internal sealed class HandlerInvoker<T>(EventBus bus, string eventId, EventDelegate? middleware)
{
    public bool HasMiddleware => middleware is not null;

    /// <summary>Attempts a handler or publisher; what it throws comes out, synchronously or through the task.</summary>
    public ValueTask AttemptAsync(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        if (target.IsPublisher) return target.CallAsync(payload, context, cancellationToken);
        return Telemetry.IsProcessObserved
            ? ObservedAsync(target, payload, context, cancellationToken)
            : BoundedAsync(target, payload, context, cancellationToken);
    }

    /// <summary>Attempts a synchronous handler on this thread; what it throws comes out.</summary>
    public void Attempt(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        if (!Telemetry.IsProcessObserved)
        {
            BoundedHere(target, payload, context, cancellationToken);
            return;
        }

        using var span = MessageSpan.Process(eventId, target.Name, context);
        try
        {
            BoundedHere(target, payload, context, cancellationToken);
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }
    }

    private async ValueTask ObservedAsync(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        using var span = MessageSpan.Process(eventId, target.Name, context);
        try
        {
            await BoundedAsync(target, payload, context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }
    }

    private ValueTask BoundedAsync(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken) =>
        target.Plan.HasTimeout
            ? bus.TimeLimit.RunAsync(eventId, target.Name, target.Plan.Timeout, token => CallAsync(target, payload, context, token), cancellationToken)
            : CallAsync(target, payload, context, cancellationToken);

    private void BoundedHere(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        if (target.Plan.HasTimeout) bus.TimeLimit.Run(eventId, target.Name, target.Plan.Timeout, token => Block(CallAsync(target, payload, context, token)), cancellationToken);
        else Block(CallAsync(target, payload, context, cancellationToken));
    }

    private ValueTask CallAsync(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken) =>
        middleware is null
            ? target.CallAsync(payload, context, cancellationToken)
            : middleware(new EventInvocation<T>(bus.Topic<T>(), target, payload, context ?? bus.Contexts.Create(eventId, key: null), cancellationToken));

    private static void Block(ValueTask pending)
    {
        // Only middleware suspends here: a synchronous handler has no task.
        if (pending.IsCompleted) pending.GetAwaiter().GetResult();
        else pending.AsTask().GetAwaiter().GetResult();
    }
}
