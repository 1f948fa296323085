namespace EventGen;

// The calls of a bus that has a witness.
public sealed partial class EventTopic<T>
{
    private BusWitness Witness => Bus.Witness!;

    private void WitnessedEmit(T payload)
    {
        Witness.Began();
        try
        {
            ObservedEmit(payload);
        }
        finally
        {
            Witness.Ended();
        }
    }

    private async ValueTask WitnessedInvokeAsync(T payload, CancellationToken cancellationToken)
    {
        Witness.Began();
        try
        {
            await ObservedInvokeAsync(payload, cancellationToken).ConfigureAwait(false);
        }
        catch (EventDispatchException exception)
        {
            Witness.InvocationFailed(exception.Failures);
            throw;
        }
        finally
        {
            Witness.Ended();
        }
    }

    private async ValueTask WitnessedEmitAsync(T payload, CancellationToken cancellationToken)
    {
        await ObservedEmitAsync(payload, cancellationToken).ConfigureAwait(false);
        Witness.Emitted(this, payload!);
    }

    private bool WitnessedTryEnqueue(T payload)
    {
        if (!ObservedTryEnqueue(payload)) return false;
        Witness.Emitted(this, payload!);
        return true;
    }
}
