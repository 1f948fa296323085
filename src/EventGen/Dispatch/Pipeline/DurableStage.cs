namespace EventGen;

/// <summary>Commits a durable event to the outbox before anything of it runs; its targets run from there. An invocation stores nothing.</summary>
internal sealed class DurableStage<T>(DurableEmitter<T> emitter, DispatchStage<T> next) : CommittedStage<T>(emitter.EventId, next)
{
    public override void Emit(T payload, EventContext? context, SubscriberTable<T> subscribers) => emitter.Emit(payload);

    public override void Enqueue(T payload, ref ValueTask accepted, CancellationToken cancellationToken) =>
        accepted = DurableEmitter<T>.WithoutId(emitter.EmitAsync(payload, id: null, default, cancellationToken));
}
