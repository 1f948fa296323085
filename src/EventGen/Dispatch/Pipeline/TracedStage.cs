namespace EventGen;

/// <summary>Records the span and the duration of each call.</summary>
internal sealed class TracedStage<T>(string eventId, DispatchStage<T> next) : DelegatingStage<T>(next)
{
    public override void Emit(T payload, EventContext? context, SubscriberTable<T> subscribers) =>
        MessageSpan.Run(Start, () => Next.Emit(payload, context, subscribers));

    public override ValueTask InvokeAsync(T payload, EventContext? context, SubscriberTable<T> subscribers, CancellationToken cancellationToken) =>
        MessageSpan.RunAsync(Start, () => Next.InvokeAsync(payload, context, subscribers, cancellationToken));

    public override ValueTask EmitAsync(T payload, CancellationToken cancellationToken) =>
        MessageSpan.RunAsync(Start, () => Next.EmitAsync(payload, cancellationToken));

    public override bool TryEnqueue(T payload)
    {
        using var span = Start();
        if (Next.TryEnqueue(payload)) return true;
        span.Refuse("queue_full");
        return false;
    }

    private MessageSpan Start() => MessageSpan.Send(eventId);
}
