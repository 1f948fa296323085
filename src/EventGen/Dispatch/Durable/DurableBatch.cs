using System.Data.Common;

namespace EventGen;

/// <summary>Durable events of one bus that are written together in a transaction of yours: with one statement on PostgreSQL, with one prepared statement on SQLite. Not thread safe.</summary>
/// <example>
/// <code>
/// var batch = new DurableBatch();
/// foreach (var line in lines) batch.Add(bus.Topic&lt;LineShipped&gt;(), new LineShipped(line.Id));
/// await batch.EmitAsync(transaction);
/// await transaction.CommitAsync();
/// </code>
/// </example>
public sealed class DurableBatch
{
    private readonly List<DurableDelivery> _deliveries = [];
    private IOutboxEngine? _engine;

    /// <summary>How many events are to be written.</summary>
    public int Count => _deliveries.Count;

    /// <summary>Adds an event, which is written as JSON here and now.</summary>
    /// <typeparam name="T">The event.</typeparam>
    /// <param name="topic">The event's topic.</param>
    /// <param name="payload">The event.</param>
    /// <exception cref="ArgumentNullException"><paramref name="topic"/> or <paramref name="payload"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The topic belongs to another bus than the events before.</exception>
    /// <exception cref="InvalidOperationException">The event is not durable, the bus has not started, or the payload cannot be written as JSON or is too large.</exception>
    /// <exception cref="EventBusStoppedException">The bus has stopped.</exception>
    public void Add<T>(EventTopic<T> topic, T payload)
    {
        ArgumentNullException.ThrowIfNull(topic);
        if (topic.CreateDelivery(payload, out var engine) is not { } delivery) return;
        if (_engine is not null && _engine != engine) throw new ArgumentException($"Event '{topic.Descriptor.Id}' belongs to another bus than the events before, and one batch is for one bus.", nameof(topic));
        _engine = engine;
        _deliveries.Add(delivery);
    }

    /// <summary>Writes the events in a transaction of yours and empties the batch: they are delivered after the commit, in the order in which they were added, and never if the transaction is rolled back.</summary>
    /// <param name="transaction">An open transaction in the database of the outbox; the events are written on its connection.</param>
    /// <param name="cancellationToken">Cancels the write. Roll the transaction back then: whether the events are in it is not known.</param>
    /// <returns>Completes when the events are written.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="transaction"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The transaction is of another kind of database.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="OutboxFullException">The outbox is full. Nothing is written.</exception>
    /// <exception cref="OutboxUnavailableException">The store did not answer. It has the id of the first event.</exception>
    public async ValueTask EmitAsync(DbTransaction transaction, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        if (_engine is not { } engine || _deliveries.Count == 0) return;
        await InSpansAsync(() => engine.EmitAsync(_deliveries, transaction, cancellationToken)).ConfigureAwait(false);
        foreach (var delivery in _deliveries) delivery.NoteAccepted();
        _deliveries.Clear();
    }

    // One for each event id, around the one write.
    private ValueTask InSpansAsync(Func<ValueTask> write)
    {
        if (!Telemetry.IsSendObserved) return write();
        foreach (var ofEvent in _deliveries.GroupBy(static delivery => delivery.Topic.Descriptor.Id, StringComparer.Ordinal))
        {
            var (eventId, count, inner) = (ofEvent.Key, ofEvent.Count(), write);
            write = () => MessageSpan.RunAsync(() => MessageSpan.SendBatch(eventId, count), inner);
        }

        return write();
    }
}
