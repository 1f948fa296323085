using System.ComponentModel;

namespace EventGen.CompilerServices;

/// <summary>The compile-time handlers of one event in one module, called directly. The generator writes one for each event that has handlers.</summary>
/// <remarks>
/// Every handler is isolated: one that throws never keeps another from running. The straight path, in which each
/// handler returns at once, allocates nothing and awaits nothing; the first handler that suspends or fails hands over
/// to <see cref="Resume"/>, which runs the rest.
/// </remarks>
/// <param name="instances">Makes the instances and scopes that handlers need.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class HandlerTable<T>(HandlerInstances instances)
{
    private HandlerInfo[] _handlers = [];
    private DeliveryFailureHandler<T>? _failures;

    /// <summary>Makes the instances and scopes that handlers need.</summary>
    protected HandlerInstances Instances { get; } = instances;

    /// <summary>The token of handlers nobody else can cancel: cancelled when the bus gives up draining.</summary>
    protected CancellationToken Stopping => Instances.Stopping;

    /// <summary>The handlers, in the order in which they run.</summary>
    internal HandlerInfo[] Handlers => _handlers;

    /// <summary>Runs the synchronous handlers in order, and reports those that fail.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="context">The context; <see langword="null"/> when no handler takes it.</param>
    protected internal abstract void RunSynchronous(T payload, EventContext? context);

    /// <summary>Runs every handler in order.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="context">The context; <see langword="null"/> when no handler takes it.</param>
    /// <param name="mode">What becomes of failures.</param>
    /// <param name="cancellationToken">Passed to the handlers that take one.</param>
    protected internal abstract ValueTask RunAll(T payload, EventContext? context, DispatchMode mode, CancellationToken cancellationToken);

    /// <summary>Runs one handler; what it throws comes out, synchronously or through the task.</summary>
    /// <param name="index">Its place in the order.</param>
    /// <param name="payload">The event.</param>
    /// <param name="context">The context; <see langword="null"/> when no handler takes it.</param>
    /// <param name="cancellationToken">Passed to the handler if it takes one.</param>
    protected internal abstract ValueTask Invoke(int index, T payload, EventContext? context, CancellationToken cancellationToken);

    /// <summary>Reports the failure of a synchronous handler and returns, so that the next one runs.</summary>
    /// <param name="index">Its place in the order.</param>
    /// <param name="payload">The event.</param>
    /// <param name="context">The context; <see langword="null"/> when no handler takes it.</param>
    /// <param name="exception">What it threw.</param>
    protected void Fail(int index, T payload, EventContext? context, Exception exception) =>
        _failures!.Report(Target(index), payload, context, exception);

    /// <summary>Awaits the handler that did not return at once or failed, then runs the handlers after it.</summary>
    /// <param name="index">The place of the handler that is pending.</param>
    /// <param name="pending">What it returned; a faulted task if it threw.</param>
    /// <param name="payload">The event.</param>
    /// <param name="context">The context; <see langword="null"/> when no handler takes it.</param>
    /// <param name="mode">What becomes of failures.</param>
    /// <param name="cancellationToken">Passed to the handlers that take one.</param>
    protected async ValueTask Resume(
        int index, ValueTask pending, T payload, EventContext? context, DispatchMode mode, CancellationToken cancellationToken)
    {
        List<DeliveryFailure>? failures = null;
        while (true)
        {
            try
            {
                await pending.ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                if (mode.IsReporting) FailOnWorker(index, payload, context, exception, mode.Partition);
                else (failures ??= []).Add(new DeliveryFailure(_failures!.EventId, _handlers[index].Name, exception, payload!, context));
            }

            if (++index == _handlers.Length) break;
            pending = Start(index, payload, context, cancellationToken);
        }

        if (failures is not null) throw new EventDispatchException(failures);
    }

    /// <summary>Runs only the asynchronous handlers, in order: what a synchronous emit left to the queue.</summary>
    internal async ValueTask RunAsynchronous(T payload, EventContext? context, ulong partition, CancellationToken cancellationToken)
    {
        for (int i = 0; i < _handlers.Length; i++)
        {
            if ((_handlers[i].Traits & HandlerTraits.Asynchronous) == 0) continue;
            try
            {
                await Start(i, payload, context, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                FailOnWorker(i, payload, context, exception, partition);
            }
        }
    }

    /// <summary>A handler, to be called apart from the others.</summary>
    internal virtual IDeliveryTarget<T> Target(int index) => new HandlerTarget<T>(this, index, _handlers[index].Name, _failures!.Plan.For(_handlers[index]));

    internal void Attach(HandlerInfo[] handlers, DeliveryFailureHandler<T> failures) => (_handlers, _failures) = (handlers, failures);

    private void FailOnWorker(int index, T payload, EventContext? context, Exception exception, ulong partition) =>
        _failures!.ReportOnWorker(Target(index), payload, context, exception, partition);

    // A synchronous throw is that handler's failure, like a faulted task. What the handler leaves on the thread ends here: the await
    // that follows, and the next handler, must not wait for a synchronization context of its making.
    private ValueTask Start(int index, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        var thread = CallerThread.Capture();
        try
        {
            return Invoke(index, payload, context, cancellationToken);
        }
        catch (Exception exception)
        {
            return ValueTask.FromException(exception);
        }
        finally
        {
            thread.Restore();
        }
    }
}
