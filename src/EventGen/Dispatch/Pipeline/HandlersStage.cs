using System.Runtime.CompilerServices;
using EventGen.CompilerServices;

namespace EventGen;

/// <summary>The innermost stage: runs the targets, or leaves them to the queue. Composed for targets that are called straight, or with something around each call.</summary>
internal abstract class HandlersStage<T>(EventTopic<T> topic, TopicParts<T> parts, DispatchFlags flags) : DispatchStage<T>
{
    // Read for each event, so not through the objects that hold them.
    private readonly EventQueue _queue = topic.Services.Queue;
    private readonly QueuedEvents<T> _queued = parts.Queued;
    private readonly KeyedContextFactory<T> _contexts = parts.Contexts;
    private readonly bool _publishes = parts.Publishers.Any;
    private readonly bool _passesOn = parts.Publishers.PassesOn;

    protected TopicParts<T> Parts => parts;

    /// <summary>Cancelled when the bus gives up draining.</summary>
    protected CancellationToken Stopping { get; } = topic.Services.Stopping;

    /// <summary>How deep emits may stand within one another.</summary>
    protected int MaxDepth { get; } = topic.Services.Delivery.MaxEmitDepth;

    protected string EventId => topic.Descriptor.Id;

    /// <summary>How the targets are called that are not publishers.</summary>
    protected abstract IDeliveryCaller<T> Caller { get; }

    protected TopicServices Services => topic.Services;

    protected EventQueue Queue => _queue;

    public sealed override async ValueTask InvokeAsync(T payload, EventContext? context, SubscriberTable<T> subscribers, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // A mark ends with the thread's next await: what it says must flow.
        if (context is not null || Ambient.IsMarked || !ReferenceEquals(Ambient.Bus, Services.Delivery.Bus)) Ambient.Set(Ambient.Current.Handling(Services.Delivery.Bus, context));

        using var linked = cancellationToken.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Stopping)
            : null;
        var token = linked?.Token ?? Stopping;

        List<DeliveryFailure> failures = [];
        var mode = DispatchMode.Collect(failures);
        await RunHandlers(payload, context, mode, token).ConfigureAwait(false);
        if (!subscribers.IsEmpty) await RunSubscribersAsync(subscribers, asynchronousOnly: false, payload, context, mode, token).ConfigureAwait(false);
        if (_publishes) await parts.Publishers.PublishAsync(payload, context!, mode, token).ConfigureAwait(false);

        if (failures.Count == 0) return;
        if (cancellationToken.IsCancellationRequested && failures.TrueForAll(static failure => failure.Exception is OperationCanceledException))
            throw new OperationCanceledException($"The invocation of event '{topic.Descriptor.Id}' was cancelled.", cancellationToken);
        throw new EventDispatchException(failures);
    }

    public override void Enqueue(T payload, ref ValueTask accepted, CancellationToken cancellationToken) => _queue.Enqueue(Enveloped(payload), ref accepted, cancellationToken);

    public override bool TryEnqueue(T payload)
    {
        var queued = Enveloped(payload);
        return TryEnqueue(queued);
    }

    protected bool TryEnqueue(in QueuedEvent queued)
    {
        if (_queue.TryEnqueue(queued)) return true;
        _queued.Recycle(queued);
        return false;
    }

    /// <summary>Runs, on a worker, what a queued event has left to do.</summary>
    /// <remarks>The worker's ambient state is the bus's own, and the changes to it end with the event.</remarks>
    /// <param name="payload">The event.</param>
    /// <param name="context">Its context, if somebody takes it.</param>
    /// <param name="subscribers">The subscribers that see it.</param>
    /// <param name="part">What is left to do.</param>
    /// <param name="partition">The partition it is in; 0 for none.</param>
    /// <param name="running">What goes on after the return, if it is not done then.</param>
    /// <returns>Whether it is done.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public virtual bool RunQueued(T payload, EventContext? context, SubscriberTable<T> subscribers, QueuedPart part, ulong partition, ref ValueTask running)
    {
        var mode = DispatchMode.Report(partition);
        if (part == QueuedPart.AsynchronousPart) return RunAsynchronousPart(payload, context, subscribers, mode, ref running);
        var handlers = RunHandlers(payload, context, mode, Stopping);
        return (handlers.IsCompletedSuccessfully && subscribers.IsEmpty && !_publishes)
            || RunRemaining(handlers, payload, context, subscribers, asynchronousOnly: false, mode, ref running);
    }

    /// <summary>Runs every compile-time handler.</summary>
    protected abstract ValueTask RunHandlers(T payload, EventContext? context, DispatchMode mode, CancellationToken cancellationToken);

    // This and the next apart, so that a worker that does not need them sets up no room for what they do.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool RunAsynchronousPart(T payload, EventContext? context, SubscriberTable<T> subscribers, DispatchMode mode, ref ValueTask running)
    {
        var handlers = parts.Loop.RunAsync(parts.Handlers.Targets, Caller, payload, context, mode, asynchronousOnly: true, Stopping);
        return (handlers.IsCompletedSuccessfully && subscribers.IsEmpty && !_publishes)
            || RunRemaining(handlers, payload, context, subscribers, asynchronousOnly: true, mode, ref running);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool RunRemaining(
        ValueTask handlers, T payload, EventContext? context, SubscriberTable<T> subscribers, bool asynchronousOnly, DispatchMode mode, ref ValueTask running)
    {
        default(CallerThread).Restore();   // a worker has no synchronization context
        running = RunRemainingAsync(handlers, payload, context, subscribers, asynchronousOnly, mode);
        return running.IsCompletedSuccessfully;
    }

    private ValueTask RunSubscribersAsync(
        SubscriberTable<T> subscribers, bool asynchronousOnly, T payload, EventContext? context, DispatchMode mode, CancellationToken cancellationToken) =>
        parts.Loop.RunAsync(subscribers, Caller, payload, context, mode, asynchronousOnly, cancellationToken);

    private async ValueTask RunRemainingAsync(
        ValueTask handlers, T payload, EventContext? context, SubscriberTable<T> subscribers, bool asynchronousOnly, DispatchMode mode)
    {
        await handlers.ConfigureAwait(false);
        if (!subscribers.IsEmpty) await RunSubscribersAsync(subscribers, asynchronousOnly, payload, context, mode, Stopping).ConfigureAwait(false);
        if (!_publishes) return;
        ValueTask publishing;
        if (context!.MessageAcknowledgement is not { } received) publishing = parts.Publishers.PublishAsync(payload, context, mode, Stopping);
        else if (_passesOn) publishing = PassOnAsync(payload, context, received, mode);
        else return;
        if (publishing.IsCompleted)
        {
            await publishing.ConfigureAwait(false);
            return;
        }

        if (Services.Publishes.TryAdd(publishing, topic.Descriptor.Id, mode.Partition)) return;
        WorkerRun.Note("publishing");
        try
        {
            await publishing.ConfigureAwait(false);
        }
        finally
        {
            WorkerRun.Note(null);
        }
    }

    // The message is not settled before it has been passed on.
    private async ValueTask PassOnAsync(T payload, EventContext context, IAcknowledgement received, DispatchMode mode)
    {
        received.Hold();
        await parts.Publishers.PassOnAsync(payload, context, mode, Stopping).ConfigureAwait(false);
        if (Stopping.IsCancellationRequested) received.Abandon("The bus gave up draining while it was passed on.");
        received.Release();
    }

    // Inlined, as what it calls: a queued event is 32 bytes, and each call would copy it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected QueuedEvent Enveloped(T payload) => flags.NeedContext() ? WithContext(payload) : _queued.All(payload, _contexts.HasKey ? _contexts.PartitionOf(payload) : 0);

    // Apart, as what reads the key: a key is 40 bytes, written part by part, and the processor would wait for the copy.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private QueuedEvent WithContext(T payload)
    {
        var key = _contexts.KeyOf(payload);
        return _queued.All(payload, _contexts.Create(key), key.Partition);
    }
}
