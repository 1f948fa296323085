using System.Data.Common;

namespace EventGen;

/// <summary>Accepts the durable events of one bus and has them delivered: what the package <c>EventGen.Outbox</c> adds to the bus. Thread safe.</summary>
/// <remarks>
/// The bus makes the events (<see cref="DurableDelivery"/>), runs their handlers and publishers, and decides what a failure means. The engine commits them,
/// gives them to <see cref="OutboxHost.TryRun"/>, and writes down what it is told of each target.
/// </remarks>
public interface IOutboxEngine : IAsyncDisposable
{
    /// <summary>Keeps the dead letters of the bus, unless it was given another store. Owned by the engine.</summary>
    IDeadLetterStore DeadLetters { get; }

    /// <summary>How the outbox fares; <see cref="EventBus.GetHealth"/> includes it. Asks nobody, and returns at once.</summary>
    OutboxHealth Health { get; }

    /// <summary>Whether the store has been opened since the start; it stays so when the store is away later. Asks nobody, and returns at once.</summary>
    bool HasOpened { get; }

    /// <summary>How much was in the outbox when this instance left it; <see langword="null"/> before the stop, and where the store did not tell.</summary>
    OutboxStatus? Left { get; }

    /// <summary>Whether the database has one writer at a time, so that a flow with an open transaction would wait for itself if it wrote in another.</summary>
    bool HasOneWriter { get; }

    /// <summary>Opens the store and begins to deliver. Called once, before the workers start.</summary>
    /// <exception cref="InvalidOperationException">The store cannot be used as it is; the message says what to do.</exception>
    ValueTask StartAsync(OutboxHost host, CancellationToken cancellationToken);

    /// <summary>Ends taking events out of the outbox: the bus is about to drain. Events are still accepted.</summary>
    void StopClaiming();

    /// <summary>Writes down what is known and leaves the rest to other instances, or to the next start. Called when the drain has ended.</summary>
    /// <returns>How many events that this process had were left in the outbox, by event id.</returns>
    ValueTask<IReadOnlyDictionary<string, int>> StopAsync(CancellationToken cancellationToken);

    /// <summary>Commits an event. When it returns, the event is accepted; it has been given to <see cref="OutboxHost.TryRun"/>, or will be.</summary>
    /// <exception cref="OutboxFullException">The outbox is full.</exception>
    /// <exception cref="OutboxUnavailableException">The store did not answer.</exception>
    ValueTask EmitAsync(DurableDelivery delivery, DurableEmit emit, CancellationToken cancellationToken);

    /// <summary>Commits an event as <see cref="EmitAsync(DurableDelivery, DurableEmit, CancellationToken)"/> does, blocking this thread.</summary>
    /// <remarks>
    /// As long as the store works it needs no other thread, but for what the client of a database may need of the pool. So <c>EventGen.Outbox</c> raises the minimum of the pool
    /// (<see cref="ThreadPool.SetMinThreads"/>), which holds for the whole process, while threads of the pool wait in this method.
    /// </remarks>
    /// <exception cref="OutboxFullException">The outbox is full.</exception>
    /// <exception cref="OutboxUnavailableException">The store did not answer.</exception>
    void Emit(DurableDelivery delivery, DurableEmit emit);

    /// <summary>Writes events in a transaction of the caller's, on its connection; at least one.</summary>
    /// <exception cref="ArgumentException">The transaction is of another kind of database.</exception>
    /// <exception cref="OutboxFullException">The outbox is full.</exception>
    /// <exception cref="OutboxUnavailableException">The store did not answer.</exception>
    ValueTask EmitAsync(IReadOnlyList<DurableDelivery> deliveries, DbTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Commits an event that was received.</summary>
    /// <returns>False when it was received before.</returns>
    /// <exception cref="OutboxUnavailableException">The store did not answer.</exception>
    ValueTask<bool> ReceiveAsync(DurableDelivery delivery, CancellationToken cancellationToken);

    /// <summary>A worker is about to run an event.</summary>
    /// <returns>False when it must not: its lease is lost, or it was given back meanwhile.</returns>
    bool Begin(DurableDelivery delivery);

    /// <summary>What an attempt of one target came to.</summary>
    void Report(DurableDelivery delivery, string target, DurableOutcome outcome);

    /// <summary>Writes down what has been reported of an event that is <see cref="DurableDelivery.IsStepwise">stepwise</see>. Called between two of its targets.</summary>
    /// <param name="delivery">The event.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when it is not written: what has not been attempted is left for later. Throws nothing.</returns>
    ValueTask<bool> WrittenAsync(DurableDelivery delivery, CancellationToken cancellationToken);

    /// <summary>Nothing of the event runs any more. What has not been reported is to be attempted later.</summary>
    void End(DurableDelivery delivery);

    /// <summary>The queue has dropped the event to make room: it goes back to the outbox. Called under a lock; returns at once.</summary>
    void GiveBack(DurableDelivery delivery);

    /// <summary>Begins the transaction in which one attempt of a handler writes.</summary>
    /// <param name="emission">The emission's id; <see langword="null"/> for an event that is not durable, whose commit leaves no mark.</param>
    /// <param name="target">The handler.</param>
    /// <param name="cancellationToken">Cancels the begin: no transaction is left open. It has no effect on a transaction that has begun.</param>
    ValueTask<OutboxWork> BeginWorkAsync(Guid? emission, string target, CancellationToken cancellationToken);

    /// <inheritdoc cref="EventOutbox.GetSchemaScripts"/>
    IReadOnlyList<OutboxScript> GetSchemaScripts();

    /// <inheritdoc cref="EventOutbox.UseExistingTables"/>
    void UseExistingTables();

    /// <inheritdoc cref="EventOutbox.IsInAsync"/>
    ValueTask<bool> IsInAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <inheritdoc cref="EventOutbox.GetStatusAsync"/>
    ValueTask<OutboxStatus> GetStatusAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="EventOutbox.ListAsync"/>
    ValueTask<IReadOnlyList<OutboxEntry>> ListAsync(OutboxFilter filter, CancellationToken cancellationToken);

    /// <inheritdoc cref="EventOutbox.RetryAsync"/>
    ValueTask<bool> RetryAsync(Guid id, CancellationToken cancellationToken);

    /// <inheritdoc cref="EventOutbox.CancelAsync"/>
    ValueTask<bool> CancelAsync(Guid id, CancellationToken cancellationToken);
}
