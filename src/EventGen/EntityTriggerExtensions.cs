using System.Data.Common;

namespace EventGen;

/// <summary>Tells a bus that an entity has changed, where no data access library does.</summary>
public static class EntityTriggerExtensions
{
    extension(EventBus bus)
    {
        /// <summary>Fires the triggers of a change. First all conditions are asked and all events are made, then they are emitted one after the other.</summary>
        /// <remarks>Call it after the write, with the generated keys in the entity. Durable events are committed before it returns, but not with the write: for that, give the transaction.</remarks>
        /// <typeparam name="T">The entity. Triggers on the classes that the entity is of at run time fire too, and on their base classes.</typeparam>
        /// <param name="change">The change.</param>
        /// <param name="cancellationToken">Cancels the wait for capacity in the queue, or for the commit. Events that were already accepted are still delivered.</param>
        /// <returns>Completes when the events are accepted.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="change"/> is <see langword="null"/>.</exception>
        /// <exception cref="EntityTriggerException">A condition or a mapping has thrown; nothing is emitted.</exception>
        /// <exception cref="EventBusStoppedException">The bus has stopped.</exception>
        public ValueTask ChangedAsync<T>(EntityChange<T> change, CancellationToken cancellationToken = default) where T : class =>
            FireAsync(bus, change, transaction: null, cancellationToken);

        /// <summary>Fires the triggers of a change in a transaction of yours: the events are delivered after it commits, and never if it rolls back.</summary>
        /// <typeparam name="T">The entity. Triggers on the classes that the entity is of at run time fire too, and on their base classes.</typeparam>
        /// <param name="change">The change.</param>
        /// <param name="transaction">An open transaction in the database of the outbox.</param>
        /// <param name="cancellationToken">Cancels the writing. Roll the transaction back then: some of the events may have been written in it.</param>
        /// <returns>Completes when the events are written.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="change"/> or <paramref name="transaction"/> is <see langword="null"/>.</exception>
        /// <exception cref="EntityTriggerException">A condition or a mapping has thrown; nothing is written.</exception>
        /// <exception cref="InvalidOperationException">An event that is fired is not durable; nothing is written. Or the bus has not started.</exception>
        /// <exception cref="EventBusStoppedException">The bus has stopped.</exception>
        public ValueTask ChangedAsync<T>(EntityChange<T> change, DbTransaction transaction, CancellationToken cancellationToken = default) where T : class
        {
            ArgumentNullException.ThrowIfNull(transaction);
            return FireAsync(bus, change, transaction, cancellationToken);
        }
    }

    private static async ValueTask FireAsync<T>(EventBus bus, EntityChange<T> change, DbTransaction? transaction, CancellationToken cancellationToken) where T : class
    {
        ArgumentNullException.ThrowIfNull(bus);
        ArgumentNullException.ThrowIfNull(change);
        var fired = bus.EntityTriggers.Find(change.Entity.GetType())?.Evaluate(change.Kind, change.Entity, change.LazyOriginal, change.Services);
        if (fired is null) return;

        var emits = new TriggeredEmits(bus, transaction);
        fired.Map(emits);
        foreach (var emit in emits.All) await emit(cancellationToken).ConfigureAwait(false);
    }
}
