namespace EventGen;

/// <summary>Refuses what must not begin, before any other stage has done something: an event of a bus that has stopped, one of handlers that emit too deep within one another, an invocation that was cancelled before.</summary>
/// <param name="topic">The topic.</param>
/// <param name="mayBeRefused">True once the bus has begun to stop. From then on only handlers of accepted events emit.</param>
/// <param name="next">The next stage.</param>
internal sealed class AdmissionStage<T>(EventTopic<T> topic, bool mayBeRefused, DispatchStage<T> next) : DelegatingStage<T>(next)
{
    private readonly int _maxDepth = topic.Services.Delivery.MaxEmitDepth;

    private bool IsRefused => mayBeRefused && topic.Services.Queue.IsRefusing;

    public override void Emit(T payload, EventContext? context, SubscriberTable<T> subscribers)
    {
        if (IsRefused) throw Stopped();
        EmitDepth.RefuseAt(_maxDepth, topic.Descriptor.Id);
        Next.Emit(payload, context, subscribers);
    }

    public override ValueTask InvokeAsync(T payload, EventContext? context, SubscriberTable<T> subscribers, CancellationToken cancellationToken)
    {
        if (IsRefused) return ValueTask.FromException(Stopped());
        return cancellationToken.IsCancellationRequested ? CancelledAsync(cancellationToken) : Next.InvokeAsync(payload, context, subscribers, cancellationToken);
    }

    private EventBusStoppedException Stopped() => new(topic.Descriptor.Id);

    // Thrown in an async method, so that the task is a cancelled one.
    private static async ValueTask CancelledAsync(CancellationToken cancellationToken)
    {
        await default(ValueTask).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
