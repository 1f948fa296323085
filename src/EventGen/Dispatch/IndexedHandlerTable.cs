using EventGen.CompilerServices;

namespace EventGen;

/// <summary>Handlers that are called by their place in the order, through another table.</summary>
internal abstract class IndexedHandlerTable<T>(HandlerInstances instances) : HandlerTable<T>(instances)
{
    protected internal sealed override void RunSynchronous(T payload, EventContext? context)
    {
        for (int i = 0; i < Handlers.Length; i++)
        {
            if ((Handlers[i].Traits & HandlerTraits.Asynchronous) != 0) continue;
            try
            {
                InvokeSynchronous(i, payload, context, Stopping);
            }
            catch (Exception exception)
            {
                Fail(i, payload, context, exception);
            }
        }
    }

    protected internal sealed override ValueTask RunAll(T payload, EventContext? context, DispatchMode mode, CancellationToken cancellationToken)
    {
        var thread = CallerThread.Capture();
        for (int i = 0; i < Handlers.Length; i++)
        {
            // A handler's own value task is asked inside of the try: what it throws is that handler's failure as well.
            try
            {
                var pending = Invoke(i, payload, context, cancellationToken);
                if (!pending.IsCompletedSuccessfully) return Resume(i, pending, payload, context, mode, cancellationToken);
                pending.GetAwaiter().GetResult();
            }
            catch (Exception exception)
            {
                return Resume(i, ValueTask.FromException(exception), payload, context, mode, cancellationToken);
            }
            finally
            {
                thread.Restore();
            }
        }

        return default;
    }

    /// <summary>Runs one synchronous handler on this thread; what it throws comes out.</summary>
    protected virtual void InvokeSynchronous(int index, T payload, EventContext? context, CancellationToken cancellationToken) =>
        Invoke(index, payload, context, cancellationToken).GetAwaiter().GetResult();
}
