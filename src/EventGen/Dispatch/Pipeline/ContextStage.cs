namespace EventGen;

/// <summary>Creates the context of an event that leaves nothing to the queue.</summary>
internal sealed class ContextStage<T>(KeyedContextFactory<T> contexts, DispatchFlags flags, DispatchStage<T> next) : DelegatingStage<T>(next)
{
    private readonly bool _isRetriedByKey = (flags & DispatchFlags.KeyedRetry) != 0;

    public override void Emit(T payload, EventContext? context, SubscriberTable<T> subscribers)
    {
        // Later attempts of the handlers that run here go by the key that the event has now.
        if (_isRetriedByKey) context = contexts.CreateWithReadableKey(payload);
        else if (flags.NeedContext()) context = contexts.CreateWithoutKey();
        Next.Emit(payload, context, subscribers);
    }

    public override ValueTask InvokeAsync(T payload, EventContext? context, SubscriberTable<T> subscribers, CancellationToken cancellationToken) =>
        Next.InvokeAsync(payload, flags.NeedContext() ? contexts.CreateWithReadableKey(payload) : null, subscribers, cancellationToken);
}
