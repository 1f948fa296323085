namespace EventGen;

/// <summary>A stage around another one, to which it leaves what it does not change.</summary>
internal abstract class DelegatingStage<T>(DispatchStage<T> next) : DispatchStage<T>
{
    protected DispatchStage<T> Next { get; } = next;

    public override void Emit(T payload, EventContext? context, SubscriberTable<T> subscribers) => Next.Emit(payload, context, subscribers);

    public override ValueTask InvokeAsync(T payload, EventContext? context, SubscriberTable<T> subscribers, CancellationToken cancellationToken) =>
        Next.InvokeAsync(payload, context, subscribers, cancellationToken);

    public override void Enqueue(T payload, ref ValueTask accepted, CancellationToken cancellationToken) => Next.Enqueue(payload, ref accepted, cancellationToken);

    public override bool TryEnqueue(T payload) => Next.TryEnqueue(payload);
}
