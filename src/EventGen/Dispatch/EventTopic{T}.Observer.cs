namespace EventGen;

// The calls of a bus that has an observer.
public sealed partial class EventTopic<T>
{
    private BusObserver Observer => Bus.Observer!;

    private void ObservedEmit(T payload)
    {
        Observer.Began();
        try
        {
            TracedEmit(payload);
        }
        finally
        {
            Observer.Ended();
        }
    }

    private async ValueTask ObservedInvokeAsync(T payload, CancellationToken cancellationToken)
    {
        Observer.Began();
        try
        {
            await TracedInvokeAsync(payload, cancellationToken).ConfigureAwait(false);
        }
        catch (EventDispatchException exception)
        {
            Observer.InvocationFailed(exception.Failures);
            throw;
        }
        finally
        {
            Observer.Ended();
        }
    }

    private async ValueTask ObservedEmitAsync(T payload, CancellationToken cancellationToken)
    {
        await TracedEmitAsync(payload, cancellationToken).ConfigureAwait(false);
        Observer.Emitted(this, payload!);
    }

    private bool ObservedTryEnqueue(T payload)
    {
        if (!TracedTryEnqueue(payload)) return false;
        Observer.Emitted(this, payload!);
        return true;
    }
}
