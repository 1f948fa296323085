using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
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
    private readonly HandlerTable<T> _handlers;
    private readonly SubscriberList<T> _subscribers;
    private readonly TopicParts<T> _parts;
    private readonly DispatchComposer<T> _composer;
    private readonly EventDefinition<T> _definition;
    private readonly int _maxDepth;

    // What the compile-time handlers and the publishers need.
    private readonly DispatchFlags _ownNeeds;

    // DispatchFlags. Changed by Interlocked only; an emit reads it once.
    private int _needs;

    // Created by the first message. If two threads race, either instance serves.
    private ReceivedEventReader<T>? _received;

    internal EventTopic(
        TopicServices services, EventDefinition<T> definition, HandlerTable<T> handlers, DeliveryFailureHandler<T> failures, DispatchFlags needs)
        : base(failures.Descriptor, failures.Drops)
    {
        Services = services;
        _definition = definition;
        _handlers = handlers;
        _maxDepth = services.Delivery.MaxEmitDepth;
        var history = HistoryOf(services.Histories);
        _ownNeeds = OwnNeeds(failures, history);
        _needs = (int)(_ownNeeds | needs);
        _subscribers = new SubscriberList<T>(Need);
        var contexts = new KeyedContextFactory<T>(services.Delivery.Contexts, definition, _ownNeeds, _maxDepth);
        _parts = new TopicParts<T>(
            handlers, _subscribers, new PublisherFanOut<T>(services.Publishers, services.Origin, services.MaxPayloadBytes, definition, failures), history, contexts,
            new QueuedEvents<T>(this, _subscribers, history, contexts, failures.Drops), failures);
        if (Descriptor.IsDurable && !services.DeliversDurableFromMemory) _durable = CreateDurable();
        _composer = new DispatchComposer<T>(this, _parts, _durable);
    }

    /// <inheritdoc/>
    public override int SubscriberCount => _subscribers.ActiveCount;

    /// <inheritdoc/>
    public override JsonTypeInfo? PayloadJson => _definition.Json?.Invoke();

    internal override object Owner => Services.Delivery.Bus;

    /// <summary>What the topics of the bus share.</summary>
    internal TopicServices Services { get; }

    /// <summary>What holds for run-time subscribers.</summary>
    internal HandlerPlan SubscriberPlan => _parts.Failures.Plan.Subscribers;

    private bool IsNull => (Needs & DispatchFlags.Null) != 0;

    private DispatchFlags Needs => (DispatchFlags)Volatile.Read(ref _needs);

    /// <summary>
    /// Runs the synchronous handlers here, in order, and hands asynchronous handlers and publishers to the queue.
    /// </summary>
    /// <remarks>
    /// An event with work for the queue takes its place there before the first handler runs, so that a refusal is all
    /// or nothing. An event whose handlers take only the payload is emitted without allocating.
    /// A durable event blocks its thread until it is committed. While threads of the pool wait for that, the outbox raises the minimum of the pool (<see cref="ThreadPool.SetMinThreads"/>), which holds for the
    /// whole process. Where many threads of the pool emit durable events at once, await <c>EmitAsync</c>.
    /// </remarks>
    /// <param name="payload">The event.</param>
    /// <exception cref="ArgumentNullException"><paramref name="payload"/> is <see langword="null"/>.</exception>
    /// <exception cref="EventBusStoppedException">The bus has stopped.</exception>
    /// <exception cref="EmitDepthException">Handlers have emitted within one another to <see cref="EventBusOptions.MaxEmitDepth"/>.</exception>
    /// <exception cref="EventQueueFullException">The queue has no room and <see cref="EventBusOptions.WhenQueueFull"/> does not let the event wait.</exception>
    /// <exception cref="InvalidOperationException">The event is durable, and the bus has not started, or the payload cannot be written as JSON or is too large.</exception>
    /// <exception cref="OutboxFullException">The event is durable, and the outbox is full.</exception>
    /// <exception cref="OutboxUnavailableException">The event is durable, and the store did not answer.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Emit(T payload)
    {
        RefuseNull(payload);
        if (_needs == 0) _handlers.RunSynchronous(payload, null);
        else EmitCounted(payload);
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
        if ((Needs & ~(DispatchFlags.AsynchronousHandlers | DispatchFlags.Depth)) != 0 || depth >= _maxDepth || cancellationToken.CanBeCanceled || Ambient.IsMarked)
            return InvokeInStages(payload, cancellationToken);

        depth++;
        var running = _handlers.RunAll(payload, null, DispatchMode.Throw, Services.Stopping);
        depth--;
        return running;
    }

    /// <summary>
    /// Puts the event on the queue; a worker runs every handler, then every publisher. A durable event is committed to the outbox first.
    /// </summary>
    /// <param name="payload">The event.</param>
    /// <param name="cancellationToken">Cancels the wait for capacity, or for the commit of a durable event, which may be committed all the same. An event that was already accepted is still delivered.</param>
    /// <returns>Completes when the queue has accepted the event; for a durable event, when it is committed to the outbox.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="payload"/> is <see langword="null"/>.</exception>
    /// <exception cref="EventQueueFullException">The queue has no room and <see cref="EventBusOptions.WhenQueueFull"/> is <see cref="QueueFullMode.Reject"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled before there was room, or before the answer to the commit of a durable event.</exception>
    /// <exception cref="EventBusStoppedException">The bus has stopped.</exception>
    /// <exception cref="InvalidOperationException">The event is durable, and the bus has not started, or the payload cannot be written as JSON or is too large.</exception>
    /// <exception cref="OutboxFullException">The event is durable, and the outbox is full.</exception>
    /// <exception cref="OutboxUnavailableException">The event is durable, and the store did not answer.</exception>
    public ValueTask EmitAsync(T payload, CancellationToken cancellationToken = default)
    {
        RefuseNull(payload);
        Telemetry.Refresh();   // dear enough to look for listeners each time
        ValueTask accepted = default;
        _composer.For(Needs).FirstOfQueue.Enqueue(payload, ref accepted, cancellationToken);
        return accepted;
    }

    /// <summary>Puts the event on the queue if there is room, without ever waiting; a worker runs every handler, then every publisher.</summary>
    /// <param name="payload">The event.</param>
    /// <returns>False when the queue is full. In the mode <see cref="QueueFullMode.DropOldest"/> there is always room.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="payload"/> is <see langword="null"/>.</exception>
    /// <exception cref="EventBusStoppedException">The bus has stopped.</exception>
    /// <exception cref="NotSupportedException">The event is durable: to accept it takes a commit. Use <see cref="EmitAsync(T, CancellationToken)"/>.</exception>
    public bool TryEnqueue(T payload)
    {
        RefuseNull(payload);
        Telemetry.Refresh();
        return _composer.For(Needs).FirstOfQueue.TryEnqueue(payload);
    }

    /// <inheritdoc/>
    public override async ValueTask<string?> EmitJsonAsync(ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default)
    {
        if (_definition.Json is null) throw new InvalidOperationException($"Event '{Descriptor.Id}' has no JSON contract. List it in a JsonSerializerContext: [JsonSerializable(typeof({typeof(T).Name}))].");
        if (!new PayloadReader<T>(_definition, _parts.Failures.Protection).TryRead(json, Descriptor.Version, out var payload, out string? fault)) return fault;
        await EmitAsync(payload, cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> MaskSensitive(ReadOnlyMemory<byte> json) => _parts.Failures.Protection is { } protection ? protection.Mask(json) : json;

    /// <inheritdoc/>
    public override string HideSensitive(string text, object payload)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(payload);
        return payload is T own ? _parts.Failures.Hide(text, own) : text;
    }

    /// <summary>The stages for an event that some subscribers see: for what they need, besides what the topic needs now.</summary>
    internal DispatchPipeline<T> PipelineFor(SubscriberTable<T> subscribers) => _composer.For(Needs | subscribers.Needs);

    /// <inheritdoc/>
    internal override string? TryRead(EventMessage message, string publisher, IAcknowledgement acknowledgement, out QueuedEvent queued) =>
        (_received ??= new ReceivedEventReader<T>(_definition, _parts)).TryRead(message, publisher, acknowledgement, out queued);

    /// <inheritdoc/>
    internal override Task<bool> ReplayAsync(DeadLetter.Delivery deadLetter) => new DeadLetterReplay<T>(Services.Queue, _definition, _parts).ReplayAsync(deadLetter);

    /// <inheritdoc/>
    internal override bool HasSubscribers => _subscribers.HasAny;

    /// <inheritdoc/>
    internal override void CompleteStreams() => _subscribers.CompleteStreams();

    /// <summary>Everything that the event is delivered to, in words: <c>handler or handler on event</c>.</summary>
    internal string DescribeTargets()
    {
        List<string> names = [.. _handlers.Handlers.Select(static handler => handler.Name)];
        foreach (var entry in _subscribers.Current.Entries) names.Add(entry.Target.Name);
        names.AddRange(Descriptor.Publishers.Select(static name => $"publisher '{name}'"));
        return names.Count == 0 ? Descriptor.Id : $"{string.Join(" or ", names.Distinct(StringComparer.Ordinal))} on {Descriptor.Id}";
    }

    internal override void Need(DispatchFlags needs, bool needed)
    {
        if (needed) Interlocked.Or(ref _needs, (int)needs);
        else Interlocked.And(ref _needs, ~(int)(needs & ~_ownNeeds));
    }

    // Calls handlers alone, which may emit, and counts that. Not inlined into Emit, so that Emit stays small enough to be inlined itself.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EmitCounted(T payload)
    {
        if (Needs != DispatchFlags.Depth)
        {
            EmitInStages(payload);
            return;
        }

        // Without a finally: what is called here throws nothing.
        ref int depth = ref EmitDepth.Current;
        int outer = depth;
        if (outer >= _maxDepth) EmitDepth.RefuseAt(_maxDepth, Descriptor.Id);
        depth = outer + 1;
        _handlers.RunSynchronous(payload, null);
        depth = outer;
    }

    // Not inlined, so that counting needs few registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EmitInStages(T payload)
    {
        var subscribers = _subscribers.Current;   // one snapshot: who subscribes from here on sees the next event
        PipelineFor(subscribers).First.Emit(payload, null, subscribers);
    }

    private ValueTask InvokeInStages(T payload, CancellationToken cancellationToken)
    {
        if (EmitDepth.Current >= _maxDepth) return ValueTask.FromException(new EmitDepthException(Descriptor.Id, _maxDepth));
        var subscribers = _subscribers.Current;

        // Until it suspends: only what stands on this stack is counted.
        EmitDepth.Current++;
        try
        {
            return PipelineFor(subscribers).First.InvokeAsync(payload, null, subscribers, cancellationToken);
        }
        finally
        {
            EmitDepth.Current--;
        }
    }

    // A value is never null; asking would box it where the JIT does not optimise.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RefuseNull(T payload)
    {
        if (!typeof(T).IsValueType && payload is null) ThrowNull();
    }

    [DoesNotReturn]
    private static void ThrowNull() => throw new ArgumentNullException("payload", "An event must have a payload.");

    private static EventHistory<T>? HistoryOf(EventHistories histories) => histories.SizeOf(typeof(T)) is var kept and > 0 ? new EventHistory<T>(kept, histories.NextNumber) : null;

    private DurableEmitter<T> CreateDurable() => new(this, DurableTopic<T>.Create(this, _definition, _parts), _parts.Contexts);

    private DispatchFlags OwnNeeds(DeliveryFailureHandler<T> failures, EventHistory<T>? history)
    {
        var needs = DispatchFlags.None;
        bool hasTimeout = failures.Plan.Subscribers.HasTimeout, mayRetry = failures.Plan.Subscribers.MayRetry;
        foreach (var handler in _handlers.Handlers)
        {
            if ((handler.Traits & HandlerTraits.Asynchronous) != 0) needs |= DispatchFlags.AsynchronousHandlers;
            else if ((handler.Traits & HandlerTraits.EmitsNothing) == 0) needs |= DispatchFlags.Depth;
            if ((handler.Traits & HandlerTraits.Context) != 0) needs |= DispatchFlags.Context;
            var plan = failures.Plan.For(handler);
            hasTimeout |= plan.HasTimeout;
            mayRetry |= plan.MayRetry;
        }

        if (Descriptor.IsDurable) needs |= DispatchFlags.Durable;
        if (history is not null) needs |= DispatchFlags.History;
        if (failures.Invoker.HasMiddleware || hasTimeout) needs |= DispatchFlags.Guard;
        if (_definition.Key is not null && mayRetry) needs |= DispatchFlags.KeyedRetry;
        if (Services.Observer is not null) needs |= DispatchFlags.Observer;
        if (failures.Invoker.HasMiddleware || Services.Delivery.Contexts.HasSources) needs |= DispatchFlags.Context;
        if (Descriptor.Publishers.Count > 0) needs |= DispatchFlags.Publishers | DispatchFlags.Context;
        return needs;
    }
}
