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

    // Created when a handler is called apart from the others. If two threads race, either list serves.
    private DeliveryTargets<T>? _targets;

    /// <summary>Makes the instances and scopes that handlers need.</summary>
    protected HandlerInstances Instances { get; } = instances;

    /// <summary>The token of handlers nobody else can cancel: cancelled when the bus gives up draining.</summary>
    protected CancellationToken Stopping => Instances.Stopping;

    /// <summary>The handlers, in the order in which they run.</summary>
    internal HandlerInfo[] Handlers => _handlers;

    /// <summary>The handlers as targets, in the same order: to be called one by one.</summary>
    internal DeliveryTargets<T> Targets =>
        _targets ??= new DeliveryTargets<T>([.. _handlers.Select((handler, index) => new HandlerTarget<T>(this, index, handler, _failures!.Plan.For(handler)))]);

    /// <summary>Runs the synchronous handlers in order, and reports those that fail.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="context">The context; <see langword="null"/> when no handler takes it.</param>
    public virtual void RunSynchronous(T payload, EventContext? context)
    {
        if (_handlers.Length > 0) _failures!.Loop.Run(Targets, guard: null, payload, context, Stopping);
    }

    /// <summary>Runs every handler in order.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="context">The context; <see langword="null"/> when no handler takes it.</param>
    /// <param name="mode">What becomes of failures.</param>
    /// <param name="cancellationToken">Passed to the handlers that take one.</param>
    public virtual ValueTask RunAll(T payload, EventContext? context, DispatchMode mode, CancellationToken cancellationToken) =>
        _handlers.Length == 0 ? default : _failures!.Loop.RunAsync(Targets, DirectCaller<T>.Instance, payload, context, mode, asynchronousOnly: false, cancellationToken);

    /// <summary>Runs one handler; what it throws comes out, synchronously or through the task.</summary>
    /// <param name="index">Its place in the order.</param>
    /// <param name="payload">The event.</param>
    /// <param name="context">The context; <see langword="null"/> when no handler takes it.</param>
    /// <param name="cancellationToken">Passed to the handler if it takes one.</param>
    public abstract ValueTask Invoke(int index, T payload, EventContext? context, CancellationToken cancellationToken);

    /// <summary>Reports the failure of a synchronous handler and returns, so that the next one runs.</summary>
    /// <param name="index">Its place in the order.</param>
    /// <param name="payload">The event.</param>
    /// <param name="context">The context; <see langword="null"/> when no handler takes it.</param>
    /// <param name="exception">What it threw.</param>
    protected void Fail(int index, T payload, EventContext? context, Exception exception) =>
        _failures!.Report(Targets[index], payload, context, exception);

    /// <summary>Awaits the handler that did not return at once or failed, then runs the handlers after it.</summary>
    /// <param name="index">The place of the handler that is pending.</param>
    /// <param name="pending">What it returned; a faulted task if it threw.</param>
    /// <param name="payload">The event.</param>
    /// <param name="context">The context; <see langword="null"/> when no handler takes it.</param>
    /// <param name="mode">What becomes of failures.</param>
    /// <param name="cancellationToken">Passed to the handlers that take one.</param>
    protected ValueTask Resume(
        int index, ValueTask pending, T payload, EventContext? context, DispatchMode mode, CancellationToken cancellationToken) =>
        _failures!.Loop.ResumeAsync(Targets, index, pending, payload, context, mode, cancellationToken);

    internal void Attach(HandlerInfo[] handlers, DeliveryFailureHandler<T> failures) => (_handlers, _failures) = (handlers, failures);
}
