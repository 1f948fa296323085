namespace EventGen;

/// <summary>Records the span and the duration of each call.</summary>
internal sealed class TracedStage<T>(string eventId, DispatchStage<T> next) : DelegatingStage<T>(next)
{
    public override void Emit(T payload, EventContext? context, SubscriberTable<T> subscribers) =>
        MessageSpan.Run(Start, () => Next.Emit(payload, context, subscribers));

    public override ValueTask InvokeAsync(T payload, EventContext? context, SubscriberTable<T> subscribers, CancellationToken cancellationToken) =>
        MessageSpan.RunAsync(Start, () => Next.InvokeAsync(payload, context, subscribers, cancellationToken));

    public override void Enqueue(T payload, ref ValueTask accepted, CancellationToken cancellationToken) => accepted = MessageSpan.RunAsync(Start, () =>
    {
        ValueTask next = default;
        Next.Enqueue(payload, ref next, cancellationToken);
        return next;
    });

    public override bool TryEnqueue(T payload)
    {
        using var span = Start();
        if (Next.TryEnqueue(payload)) return true;
        span.Refuse("queue_full");
        return false;
    }

    private MessageSpan Start() => MessageSpan.Send(eventId);
}
