using System.Data.Common;

namespace EventGen.Outbox.Conformance;

/// <summary>A database of one kind, empty at first, for one test.</summary>
public abstract class StoreBackend : IAsyncDisposable
{
    /// <summary>Makes the database ready.</summary>
    public abstract Task StartAsync();

    /// <summary>A store on the database, as a process of its own would have it.</summary>
    public abstract IOutboxStore Create();

    /// <summary>Adds an outbox over the database to a bus, as a program does.</summary>
    public abstract void AddOutbox(EventBusBuilder builder, Action<OutboxOptions> configure);

    /// <summary>Opens a connection as the application has it.</summary>
    public abstract Task<DbConnection> ConnectAsync();

    /// <summary>Ends a store as the death of its process does: nothing is given back.</summary>
    public abstract Task KillAsync(IOutboxStore store);

    /// <summary>Creates a table <c>effects</c> with a column <c>id</c> (text, not unique) for handlers to write.</summary>
    public abstract string CreateEffects { get; }

    /// <summary>Creates a table <c>deliveries</c> with the columns <c>seq</c> (growing), <c>handler</c> (text) and <c>number</c>.</summary>
    public abstract string CreateDeliveries { get; }

    /// <summary>A column of the outbox that a test breaks, and the statement that does it for every row.</summary>
    public virtual string BreakRows => "UPDATE eventgen_outbox SET payload = NULL, metadata = NULL, targets = NULL";

    /// <summary>Has the database refuse to remove the rows of an event with the number 13.</summary>
    public abstract string RefuseRemoval { get; }

    /// <summary>Has the database refuse dead letters.</summary>
    public abstract string RefuseDeadLetters { get; }

    /// <summary>Takes either back.</summary>
    /// <param name="table">The table without its prefix.</param>
    public abstract string Allow(string table);

    /// <summary>Whether one process at a time delivers for an application.</summary>
    public abstract bool HasOneDeliverer { get; }

    /// <summary>Whether the database's clock decides what is due; the bus's does otherwise.</summary>
    public abstract bool HasOwnClock { get; }

    /// <summary>A time long past, as the column <c>lease_until</c> has it.</summary>
    public abstract string LongAgo { get; }

    public abstract ValueTask DisposeAsync();
}
