using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using EventGen.CompilerServices;

namespace EventGen;

/// <summary>One event on one bus: emits it, and takes subscriptions. Thread safe.</summary>
/// <typeparam name="T">The payload, a type marked <c>[Event]</c>.</typeparam>
/// <remarks>
/// A handler that throws never stops the handlers after it, nor the publishers. <see cref="InvokeAsync"/> throws what
/// failed; the other calls report it through the log, the bus's counters and <see cref="EventBus.DeliveryFailed"/>.
/// </remarks>
public sealed partial class EventTopic<T> : EventTopic
{
    private readonly EventDefinition<T> _definition;
    private readonly HandlerTable<T> _table;
    private readonly DeliveryFailureHandler<T> _failures;
    private readonly PublisherFanOut<T> _publishers;

    // Made when it is needed first; by two threads at once, one of both is kept.
    private HandlerTable<T>? _guardedTable;

    // What the compile-time handlers and the publishers need.
    private readonly DispatchFlags _ownNeeds;

    private readonly int _maxDepth;

    // DispatchFlags. Changed by Interlocked only; an emit reads it once.
    private int _needs;

    internal EventTopic(
        EventBus bus, EventDefinition<T> definition, EventDescriptor descriptor, HandlerTable<T> table, DeliveryFailureHandler<T> failures, DispatchFlags needs)
        : base(bus, descriptor)
    {
        _definition = definition;
        _table = table;
        _failures = failures;
        _maxDepth = bus.Options.MaxEmitDepth;
        _publishers = new PublisherFanOut<T>(bus, definition, failures);
        if (bus.Histories.SizeOf(typeof(T)) is var kept and > 0) _history = new EventHistory<T>(kept);
        _ownNeeds = OwnNeeds();
        _needs = (int)(_ownNeeds | needs);
    }

    /// <inheritdoc/>
    public override int SubscriberCount => Volatile.Read(ref _active);

    /// <summary>What holds for run-time subscribers.</summary>
    internal HandlerPlan SubscriberPlan => _failures.Plan.Subscribers;

    // Guarded handlers are called one by one; others by the generated code, in one go.
    private bool IsGuarded => (Needs & (DispatchFlags.Guard | DispatchFlags.Traced)) != 0;

    private HandlerTable<T> Table => IsGuarded ? GuardedTable : _table;

    private HandlerTable<T> GuardedTable => _guardedTable ??= new GuardedHandlerTable<T>(Bus.Instances, _table, _failures);

    private DispatchFlags Needs => (DispatchFlags)Volatile.Read(ref _needs);

    /// <summary>
    /// Runs the synchronous handlers here, in order, and hands asynchronous handlers and publishers to the queue.
    /// </summary>
    /// <remarks>
    /// An event with work for the queue takes its place there before the first handler runs, so that a refusal is all
    /// or nothing. An event whose handlers take only the payload is emitted without allocating.
    /// </remarks>
    /// <param name="payload">The event.</param>
    /// <exception cref="ArgumentNullException"><paramref name="payload"/> is <see langword="null"/>.</exception>
    /// <exception cref="EventBusStoppedException">The bus has stopped.</exception>
    /// <exception cref="EmitDepthException">Handlers have emitted within one another to <see cref="EventBusOptions.MaxEmitDepth"/>.</exception>
    /// <exception cref="EventQueueFullException">The queue has no room and <see cref="EventBusOptions.WhenQueueFull"/> does not let the event wait.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Emit(T payload)
    {
        RefuseNull(payload);
        if (_needs == 0) _table.RunSynchronous(payload, null);
        else EmitWithNeeds(payload);
    }

    /// <summary>Runs every handler and publisher here, in order, awaiting each.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="cancellationToken">Passed to the handlers, besides the bus's own stop. One that is already cancelled runs nothing.</param>
    /// <returns>Completes when all have run.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="payload"/> is <see langword="null"/>.</exception>
    /// <exception cref="EventDispatchException">Handlers or publishers failed; it names each, and all the others have run.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled, and nothing failed but by that.</exception>
    /// <exception cref="EmitDepthException">Handlers have emitted within one another to <see cref="EventBusOptions.MaxEmitDepth"/>.</exception>
    /// <exception cref="EventBusStoppedException">The bus has stopped.</exception>
    public ValueTask InvokeAsync(T payload, CancellationToken cancellationToken = default)
    {
        RefuseNull(payload);
        ref int depth = ref EmitDepth.Current;
        if ((Needs & ~DispatchFlags.AsynchronousHandlers) != 0 || depth >= _maxDepth || cancellationToken.CanBeCanceled || Ambient.IsMarked)
            return InvokeWithNeeds(payload, cancellationToken);

        depth++;
        var running = _table.RunAll(payload, null, DispatchMode.Throw, Bus.Stopping);
        depth--;
        return running;
    }

    /// <summary>Puts the event on the queue; a worker runs every handler, then every publisher.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="cancellationToken">Gives up waiting for room. Once accepted, the event is handled whatever becomes of the token.</param>
    /// <returns>Completes when the queue has accepted the event.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="payload"/> is <see langword="null"/>.</exception>
    /// <exception cref="EventQueueFullException">The queue has no room and <see cref="EventBusOptions.WhenQueueFull"/> is <see cref="QueueFullMode.Reject"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled before there was room.</exception>
    /// <exception cref="EventBusStoppedException">The bus has stopped.</exception>
    public ValueTask EmitAsync(T payload, CancellationToken cancellationToken = default)
    {
        RefuseNull(payload);
        var needs = Needs & (DispatchFlags.Null | DispatchFlags.Observer);
        if (needs != 0) return needs == DispatchFlags.Observer ? ObservedEmitAsync(payload, cancellationToken) : default;
        return Telemetry.IsSendObserved ? TracedEmitAsync(payload, cancellationToken) : Bus.Queue.EnqueueAsync(Envelop(payload), cancellationToken);
    }

    /// <summary>Puts the event on the queue if there is room, without ever waiting; a worker runs every handler, then every publisher.</summary>
    /// <param name="payload">The event.</param>
    /// <returns>False when the queue is full. In the mode <see cref="QueueFullMode.DropOldest"/> there is always room.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="payload"/> is <see langword="null"/>.</exception>
    /// <exception cref="EventBusStoppedException">The bus has stopped.</exception>
    public bool TryEnqueue(T payload)
    {
        RefuseNull(payload);
        var needs = Needs & (DispatchFlags.Null | DispatchFlags.Observer);
        if (needs != 0) return needs != DispatchFlags.Observer || ObservedTryEnqueue(payload);
        return Telemetry.IsSendObserved ? TracedTryEnqueue(payload) : TryEnqueueEnveloped(payload);
    }

    internal override string DescribeTargets()
    {
        List<string> names = [.. _table.Handlers.Select(static handler => handler.Name)];
        foreach (var entry in _subscribers.Entries) names.Add(entry.Subscription.Name);
        names.AddRange(Descriptor.Publishers.Select(static name => $"publisher '{name}'"));
        return names.Count == 0 ? Descriptor.Id : $"{string.Join(" or ", names.Distinct(StringComparer.Ordinal))} on {Descriptor.Id}";
    }

    internal override void Need(DispatchFlags needs, bool needed)
    {
        if (needed) Interlocked.Or(ref _needs, (int)needs);
        else Interlocked.And(ref _needs, ~(int)needs);
    }

    // A value is never null; asking would box it where the JIT does not optimise.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RefuseNull(T payload)
    {
        if (!typeof(T).IsValueType && payload is null) ThrowNull();
    }

    [DoesNotReturn]
    private static void ThrowNull() => throw new ArgumentNullException("payload", "An event must have a payload.");

    private DispatchFlags OwnNeeds()
    {
        var needs = DispatchFlags.None;
        foreach (var handler in _table.Handlers)
        {
            if ((handler.Traits & HandlerTraits.Asynchronous) != 0) needs |= DispatchFlags.AsynchronousHandlers;
            if ((handler.Traits & HandlerTraits.Context) != 0) needs |= DispatchFlags.Context;
        }

        if (_history is not null) needs |= DispatchFlags.History;
        if (_failures.Guard.HasMiddleware || SubscriberPlan.HasTimeout || Array.Exists(_table.Handlers, handler => _failures.Plan.For(handler).HasTimeout))
            needs |= DispatchFlags.Guard;
        if (_definition.Key is not null && (SubscriberPlan.MayRetry || Array.Exists(_table.Handlers, handler => _failures.Plan.For(handler).MayRetry)))
            needs |= DispatchFlags.KeyedRetry;
        if (Bus.Observer is not null) needs |= DispatchFlags.Observer;
        if (_failures.Guard.HasMiddleware || Bus.Contexts.HasSources) needs |= DispatchFlags.Context;
        if (Descriptor.Publishers.Count > 0) needs |= DispatchFlags.Publishers | DispatchFlags.Context;
        return needs;
    }
}
