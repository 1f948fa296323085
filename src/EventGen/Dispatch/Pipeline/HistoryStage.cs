namespace EventGen;

/// <summary>Keeps the event for streams that ask for earlier events.</summary>
internal sealed class HistoryStage<T>(EventHistory<T> history, SubscriberList<T> list, KeyedContextFactory<T> contexts, DispatchStage<T> next) : DelegatingStage<T>(next)
{
    public override void Emit(T payload, EventContext? context, SubscriberTable<T> subscribers)
    {
        subscribers = history.Add(payload, list);

        // Somebody who takes the context may have subscribed since the emit began.
        if (context is null && subscribers.Needs.NeedContext()) context = contexts.CreateWithoutKey();
        Next.Emit(payload, context, subscribers);
    }

    public override ValueTask InvokeAsync(T payload, EventContext? context, SubscriberTable<T> subscribers, CancellationToken cancellationToken)
    {
        subscribers = history.Add(payload, list);
        if (context is null && subscribers.Needs.NeedContext()) context = contexts.CreateWithReadableKey(payload);
        return Next.InvokeAsync(payload, context, subscribers, cancellationToken);
    }
}
