namespace EventGen;

/// <summary>The whole dispatch on the null bus: accepts everything and runs nothing.</summary>
internal sealed class NullStage<T> : DispatchStage<T>
{
    public override void Emit(T payload, EventContext? context, SubscriberTable<T> subscribers)
    {
    }

    public override ValueTask InvokeAsync(T payload, EventContext? context, SubscriberTable<T> subscribers, CancellationToken cancellationToken) => default;

    public override void Enqueue(T payload, ref ValueTask accepted, CancellationToken cancellationToken)
    {
    }

    public override bool TryEnqueue(T payload) => true;
}
