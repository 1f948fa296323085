namespace EventGen;

/// <summary>Tells the bus's observer that an event has been accepted, before its targets run here.</summary>
internal sealed class AcceptedStage<T>(EventTopic<T> topic, BusObserver observer, DispatchStage<T> next) : DelegatingStage<T>(next)
{
    public override void Emit(T payload, EventContext? context, SubscriberTable<T> subscribers)
    {
        observer.Emitted(topic, payload!);
        Next.Emit(payload, context, subscribers);
    }

    public override ValueTask InvokeAsync(T payload, EventContext? context, SubscriberTable<T> subscribers, CancellationToken cancellationToken)
    {
        observer.Emitted(topic, payload!);
        return Next.InvokeAsync(payload, context, subscribers, cancellationToken);
    }
}
