namespace EventGen;

/// <summary>Tells the bus's observer of each call.</summary>
internal sealed class ObservedStage<T>(EventTopic<T> topic, BusObserver observer, DispatchStage<T> next) : DelegatingStage<T>(next)
{
    public override void Emit(T payload, EventContext? context, SubscriberTable<T> subscribers)
    {
        observer.Began();
        try
        {
            Next.Emit(payload, context, subscribers);
        }
        finally
        {
            observer.Ended();
        }
    }

    public override async ValueTask InvokeAsync(T payload, EventContext? context, SubscriberTable<T> subscribers, CancellationToken cancellationToken)
    {
        observer.Began();
        try
        {
            await Next.InvokeAsync(payload, context, subscribers, cancellationToken).ConfigureAwait(false);
        }
        catch (EventDispatchException exception)
        {
            observer.InvocationFailed(exception.Failures);
            throw;
        }
        finally
        {
            observer.Ended();
        }
    }

    public override void Enqueue(T payload, ref ValueTask accepted, CancellationToken cancellationToken)
    {
        Next.Enqueue(payload, ref accepted, cancellationToken);
        accepted = TellAsync(accepted, payload);
    }

    public override bool TryEnqueue(T payload)
    {
        if (!Next.TryEnqueue(payload)) return false;
        observer.Emitted(topic, payload!);
        return true;
    }

    private async ValueTask TellAsync(ValueTask accepted, T payload)
    {
        await accepted.ConfigureAwait(false);
        observer.Emitted(topic, payload!);
    }
}
