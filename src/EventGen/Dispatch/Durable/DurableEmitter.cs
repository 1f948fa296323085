using System.Data.Common;

namespace EventGen;

/// <summary>Accepts the events of one durable topic: each is committed to the outbox before anything of it runs. Thread safe.</summary>
/// <remarks>However an event is accepted, it has its span and its duration here, and is counted and told once it is accepted (<see cref="DurableDelivery.NoteAccepted"/>).</remarks>
/// <param name="owner">The topic.</param>
/// <param name="topic">Makes the events.</param>
/// <param name="contexts">Reads the key.</param>
internal sealed class DurableEmitter<T>(EventTopic<T> owner, DurableTopic<T> topic, KeyedContextFactory<T> contexts)
{
    private readonly int _maxDepth = owner.Services.Delivery.MaxEmitDepth;

    public DurableTopic<T> Topic => topic;

    private TopicServices Services => owner.Services;

    public string EventId => owner.Descriptor.Id;

    /// <summary>Commits an event.</summary>
    /// <returns>The emission's id.</returns>
    public ValueTask<Guid> EmitAsync(T payload, Guid? id, DurableEmit emit, CancellationToken cancellationToken) =>
        Telemetry.IsSendObserved ? CommitInSpanAsync(payload, id, emit, cancellationToken) : CommitAsync(payload, id, emit, cancellationToken);

    /// <summary>Writes an event in a transaction of the caller's.</summary>
    /// <returns>The emission's id.</returns>
    public ValueTask<Guid> EmitAsync(T payload, DbTransaction transaction, CancellationToken cancellationToken) =>
        Telemetry.IsSendObserved ? WriteInSpanAsync(payload, transaction, cancellationToken) : WriteAsync(payload, transaction, cancellationToken);

    /// <summary>Makes an event that the caller writes with others.</summary>
    public DurableDelivery Create(T payload, out IOutboxEngine engine)
    {
        engine = Engine();
        return Create(payload, id: null);
    }

    /// <summary>Commits an event, and runs its synchronous handlers here. Blocks until it is committed.</summary>
    public void Emit(T payload)
    {
        if (Telemetry.IsSendObserved) MessageSpan.Run(Start, () => CommitAndRun(payload));
        else CommitAndRun(payload);
    }

    /// <summary>Commits a received event; one that was received before does nothing.</summary>
    public async ValueTask CommitReceivedAsync(DurableDelivery delivery, string publisher, CancellationToken cancellationToken)
    {
        var engine = Engine();
        delivery.NoteReceived();
        await engine.ReceiveAsync(delivery, cancellationToken).ConfigureAwait(false);
        topic.Failures.Measurements?.CountReceived(publisher);
    }

    /// <summary>The end of an emit whose id nobody asks for; no state machine of its own, which a lone emitter would wait for.</summary>
    public static ValueTask WithoutId(ValueTask<Guid> emitting) => emitting.IsCompletedSuccessfully ? default : new(emitting.AsTask());

    private async ValueTask<Guid> CommitAsync(T payload, Guid? id, DurableEmit emit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var engine = Engine();
        var delivery = Create(payload, id);
        if (HandlerAttempt.Current?.Transaction is OutboxTransaction transaction && await transaction.TryAddAsync(delivery, emit).ConfigureAwait(false))
            return delivery.Message.Id;   // accepted by the commit of the handler's work, or never

        await engine.EmitAsync(delivery, emit, cancellationToken).ConfigureAwait(false);
        delivery.NoteAccepted();
        return delivery.Message.Id;
    }

    private async ValueTask<Guid> WriteAsync(T payload, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var engine = Engine();
        var delivery = Create(payload, id: null);
        await engine.EmitAsync([delivery], transaction, cancellationToken).ConfigureAwait(false);
        delivery.NoteAccepted();
        return delivery.Message.Id;
    }

    private void CommitAndRun(T payload)
    {
        var engine = Engine();
        EmitDepth.RefuseAt(_maxDepth, EventId);
        var observer = Services.Observer;
        observer?.Began();
        try
        {
            var delivery = Create(payload, id: null);
            if (HandlerAttempt.Current?.Transaction is OutboxTransaction transaction && transaction.TryAddAsync(delivery, default).AsTask().GetAwaiter().GetResult()) return;

            engine.Emit(delivery, new DurableEmit { IsHeld = true });
            EmitDepth.Current++;
            try
            {
                delivery.NoteAccepted();
                delivery.RunSynchronous();
            }
            finally
            {
                EmitDepth.Current--;
                engine.End(delivery);
            }
        }
        finally
        {
            observer?.Ended();
        }
    }

    // Apart: what the lambda takes along would be allocated for those that nobody observes too.
    private ValueTask<Guid> CommitInSpanAsync(T payload, Guid? id, DurableEmit emit, CancellationToken cancellationToken) => InSpanAsync(() => CommitAsync(payload, id, emit, cancellationToken));

    private ValueTask<Guid> WriteInSpanAsync(T payload, DbTransaction transaction, CancellationToken cancellationToken) => InSpanAsync(() => WriteAsync(payload, transaction, cancellationToken));

    // The event is made inside: the span is its creation context.
    private async ValueTask<Guid> InSpanAsync(Func<ValueTask<Guid>> accept)
    {
        var id = Guid.Empty;
        await MessageSpan.RunAsync(Start, async () => id = await accept().ConfigureAwait(false)).ConfigureAwait(false);
        return id;
    }

    private MessageSpan Start() => MessageSpan.Send(EventId);

    private DurableDelivery<T> Create(T payload, Guid? id) => topic.Create(payload, contexts.KeyOf(payload), id);

    private IOutboxEngine Engine()
    {
        if (Services.Queue.IsRefusing) throw new EventBusStoppedException(EventId);
        var engine = Services.Outbox.Engine;
        return Services.Outbox.IsStarted ? engine : throw new InvalidOperationException($"Event '{EventId}' is durable, and the bus has not started: call StartAsync first, which opens the outbox.");
    }
}
