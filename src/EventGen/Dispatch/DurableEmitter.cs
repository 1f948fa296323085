using System.Data.Common;

namespace EventGen;

/// <summary>Accepts the events of one durable topic: each is committed to the outbox before anything of it runs. Thread safe.</summary>
/// <param name="owner">The topic.</param>
/// <param name="topic">Makes the events.</param>
/// <param name="contexts">Reads the key.</param>
internal sealed class DurableEmitter<T>(EventTopic<T> owner, DurableTopic<T> topic, KeyedContextFactory<T> contexts)
{
    public DurableTopic<T> Topic => topic;

    private TopicServices Services => owner.Services;

    public string EventId => owner.Descriptor.Id;

    /// <summary>Commits an event.</summary>
    /// <returns>The emission's id.</returns>
    public async ValueTask<Guid> EmitAsync(T payload, Guid? id, DurableEmit emit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var engine = Engine();
        var delivery = topic.Create(payload, contexts.KeyOf(payload), id);
        if (HandlerAttempt.Current?.Transaction is OutboxTransaction transaction && await transaction.TryAddAsync(delivery, emit).ConfigureAwait(false))
        {
            // Committed with the handler's work, or never.
        }
        else if (Telemetry.IsSendObserved) await MessageSpan.RunAsync(() => MessageSpan.Send(EventId), () => engine.EmitAsync(delivery, emit, cancellationToken)).ConfigureAwait(false);
        else await engine.EmitAsync(delivery, emit, cancellationToken).ConfigureAwait(false);
        Services.Observer?.Emitted(owner, payload!);
        return delivery.Message.Id;
    }

    /// <summary>Writes an event in a transaction of the caller's.</summary>
    public ValueTask EmitAsync(T payload, DbTransaction transaction, CancellationToken cancellationToken) =>
        Engine().EmitAsync([topic.Create(payload, contexts.KeyOf(payload), id: null)], transaction, cancellationToken);

    /// <summary>Makes an event that the caller writes with others.</summary>
    public DurableDelivery Create(T payload, out IOutboxEngine engine)
    {
        engine = Engine();
        return topic.Create(payload, contexts.KeyOf(payload), id: null);
    }

    /// <summary>Commits an event, and runs its synchronous handlers here. Blocks until it is committed.</summary>
    public void Emit(T payload)
    {
        var engine = Engine();
        var delivery = topic.Create(payload, contexts.KeyOf(payload), id: null);
        if (HandlerAttempt.Current?.Transaction is OutboxTransaction transaction && transaction.TryAddAsync(delivery, default).AsTask().GetAwaiter().GetResult()) return;

        engine.Emit(delivery, new DurableEmit { IsHeld = true });
        Services.Observer?.Emitted(owner, payload!);
        EmitDepth.Current++;
        try
        {
            delivery.RunSynchronous();
        }
        finally
        {
            EmitDepth.Current--;
            engine.End(delivery);
        }
    }

    /// <summary>Commits a received event; one that was received before does nothing.</summary>
    public async ValueTask CommitReceivedAsync(DurableDelivery delivery, CancellationToken cancellationToken) =>
        await Engine().ReceiveAsync(delivery, cancellationToken).ConfigureAwait(false);

    private IOutboxEngine Engine()
    {
        if (Services.Queue.IsRefusing) throw new EventBusStoppedException(EventId);
        var engine = Services.Outbox.Engine;
        return Services.Outbox.IsStarted ? engine : throw new InvalidOperationException($"Event '{EventId}' is durable, and the bus has not started: call StartAsync first, which opens the outbox.");
    }
}
