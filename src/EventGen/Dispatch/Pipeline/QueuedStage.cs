namespace EventGen;

/// <summary>Leaves the asynchronous targets of an emit to the queue, before the synchronous ones run: a refusal is all or nothing.</summary>
internal sealed class QueuedStage<T>(EventQueue queue, QueuedEvents<T> queued, KeyedContextFactory<T> contexts, DispatchFlags flags, DispatchStage<T> next)
    : DelegatingStage<T>(next)
{
    private readonly bool _isRetriedByKey = (flags & DispatchFlags.KeyedRetry) != 0;

    public override void Emit(T payload, EventContext? context, SubscriberTable<T> subscribers)
    {
        ulong partition = 0;
        if (contexts.HasKey)
        {
            var key = contexts.KeyOf(payload);
            partition = key.Partition;
            if (_isRetriedByKey || flags.NeedContext()) context = contexts.Create(key);
        }
        else if (flags.NeedContext())
        {
            context = contexts.CreateWithoutKey();
        }

        if (queue.Enqueue(queued.AsynchronousPart(payload, context, subscribers, partition))) Next.Emit(payload, context, subscribers);
    }

    public override ValueTask InvokeAsync(T payload, EventContext? context, SubscriberTable<T> subscribers, CancellationToken cancellationToken) =>
        Next.InvokeAsync(payload, flags.NeedContext() ? contexts.CreateWithReadableKey(payload) : null, subscribers, cancellationToken);
}
