using System.Data.Common;

namespace EventGen;

// What a durable event does otherwise: it is committed to the outbox before anything of it runs.
public sealed partial class EventTopic<T>
{
    // Null for an event that is not durable, or is delivered from memory.
    private readonly DurableEmitter<T>? _durable;

    /// <summary>Writes a durable event in a transaction of yours: it is delivered after the commit, and never if the transaction is rolled back.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="transaction">An open transaction in the database of the outbox; the event is written on its connection.</param>
    /// <param name="cancellationToken">Cancels the write. Roll the transaction back then: whether the event is in it is not known.</param>
    /// <returns>Completes when the event is written.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="payload"/> or <paramref name="transaction"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The transaction is of another kind of database.</exception>
    /// <exception cref="InvalidOperationException">The event is not durable, the bus has not started, or the payload cannot be written as JSON or is too large.</exception>
    /// <exception cref="OutboxFullException">The outbox is full. Nothing is written.</exception>
    /// <exception cref="OutboxUnavailableException">The store did not answer.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="EventBusStoppedException">The bus has stopped.</exception>
    public ValueTask EmitAsync(T payload, DbTransaction transaction, CancellationToken cancellationToken = default)
    {
        RefuseNull(payload);
        ArgumentNullException.ThrowIfNull(transaction);
        return IsNull ? default : DurableEmitter<T>.WithoutId(Durable.EmitAsync(payload, transaction, cancellationToken));
    }

    /// <summary>Emits a durable event under an id of yours: emitting it again under the same id does nothing.</summary>
    /// <remarks>What to do after an <see cref="OutboxUnavailableException"/>, whose <see cref="OutboxUnavailableException.Id"/> it takes.</remarks>
    /// <param name="payload">The event.</param>
    /// <param name="id">The emission's id; not <see cref="Guid.Empty"/>.</param>
    /// <param name="cancellationToken">Cancels the wait for the commit. The event may be committed and delivered all the same.</param>
    /// <returns>Completes when the event is committed to the outbox, or was before.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="payload"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="id"/> is empty.</exception>
    /// <exception cref="InvalidOperationException">The event is not durable, the bus has not started, or the payload cannot be written as JSON or is too large.</exception>
    /// <exception cref="OutboxFullException">The outbox is full.</exception>
    /// <exception cref="OutboxUnavailableException">The store did not answer.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled before the answer to the commit.</exception>
    /// <exception cref="EventBusStoppedException">The bus has stopped.</exception>
    public ValueTask EmitAsync(T payload, Guid id, CancellationToken cancellationToken = default)
    {
        RefuseNull(payload);
        if (id == Guid.Empty) throw new ArgumentException("An emission's id must not be empty.", nameof(id));
        return IsNull ? default : DurableEmitter<T>.WithoutId(Durable.EmitAsync(payload, id, new DurableEmit { MayBeRepeated = true }, cancellationToken));
    }

    /// <summary>Commits a durable event that is delivered when it is due; also after a restart.</summary>
    /// <remarks>In a handler with an open <see cref="OutboxTransaction"/> it is written in that, as other durable events are; a delay then counts from the commit.</remarks>
    /// <param name="payload">The event.</param>
    /// <param name="due">When it is due, by the database's clock. One that is past is due now.</param>
    /// <param name="cancellationToken">Cancels the wait for the commit. The event may be committed and delivered all the same.</param>
    /// <returns>The emission's id, which <see cref="EventOutbox.CancelAsync"/> takes.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="payload"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">The event is not durable, the bus has not started, or the payload cannot be written as JSON or is too large.</exception>
    /// <exception cref="OutboxFullException">The outbox is full.</exception>
    /// <exception cref="OutboxUnavailableException">The store did not answer.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled before the answer to the commit.</exception>
    /// <exception cref="EventBusStoppedException">The bus has stopped.</exception>
    public ValueTask<Guid> ScheduleAsync(T payload, DateTimeOffset due, CancellationToken cancellationToken = default)
    {
        RefuseNull(payload);
        return IsNull ? new(Guid.Empty) : Durable.EmitAsync(payload, id: null, new DurableEmit { Due = due }, cancellationToken);
    }

    /// <summary>Commits a durable event that is delivered after a while; also after a restart.</summary>
    /// <inheritdoc cref="ScheduleAsync(T, DateTimeOffset, CancellationToken)"/>
    /// <param name="payload">The event.</param>
    /// <param name="delay">How long from now it is due, by the database's clock. One that is not positive is due now.</param>
    /// <param name="cancellationToken">Cancels the wait for the commit. The event may be committed and delivered all the same.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> leads beyond the year 9999.</exception>
    public ValueTask<Guid> ScheduleAsync(T payload, TimeSpan delay, CancellationToken cancellationToken = default)
    {
        RefuseNull(payload);
        if (delay > DateTimeOffset.MaxValue - Services.Delivery.Time.GetUtcNow())
            throw new ArgumentOutOfRangeException(nameof(delay), delay, "The event would be due after the year 9999, which no outbox can keep. Give a shorter delay.");
        return IsNull ? new(Guid.Empty) : Durable.EmitAsync(payload, id: null, new DurableEmit { Delay = delay }, cancellationToken);
    }

    /// <summary>Makes an event that a batch writes.</summary>
    /// <returns><see langword="null"/> on a bus that does nothing.</returns>
    internal DurableDelivery? CreateDelivery(T payload, out IOutboxEngine? engine)
    {
        RefuseNull(payload);
        engine = null;
        return IsNull ? null : Durable.Create(payload, out engine);
    }

    /// <inheritdoc/>
    internal override DurableTopic? DurableTopic => _durable?.Topic;

    private DurableEmitter<T> Durable => _durable ?? throw new InvalidOperationException(
        Descriptor.IsDurable
            ? $"Event '{Descriptor.Id}' is delivered from memory, because the bus has no outbox. A transaction, an id or a due time takes one: add it, such as AddSqliteOutbox over a file of the test."
            : $"Event '{Descriptor.Id}' is not durable. Mark {typeof(T).Name} with [Durable], or emit it without a transaction, an id or a due time.");

    /// <inheritdoc/>
    internal override DurableDelivery? ReadDurable(EventMessage message, string publisher, out string? fault) =>
        Durable.Topic.Receive(_parts.Publishers.OnItsWay(message, publisher), out fault);

    /// <inheritdoc/>
    internal override ValueTask CommitReceivedAsync(DurableDelivery delivery, string publisher, CancellationToken cancellationToken) => Durable.CommitReceivedAsync(delivery, publisher, cancellationToken);
}
