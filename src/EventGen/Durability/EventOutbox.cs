using System.Data.Common;

namespace EventGen;

/// <summary>The outbox of one bus: what waits in it, and what can be done about it. Thread safe.</summary>
/// <remarks>On a bus without a store every member but <see cref="HasStore"/> and <see cref="HasOpened"/> throws <see cref="InvalidOperationException"/>, which says how to add one.</remarks>
public sealed class EventOutbox
{
    private readonly IOutboxEngine? _engine;

    internal EventOutbox(IOutboxEngine? engine) => _engine = engine;

    /// <summary>Whether the bus has a store; without one the other members throw.</summary>
    public bool HasStore => _engine is not null;

    /// <summary>
    /// Whether the store has been opened since the bus started: before, no durable event is accepted or delivered. The bus starts without a database that does not answer, and opens it when it does.
    /// A store that is away later stays opened; <see cref="EventBus.GetHealth"/> tells of it.
    /// </summary>
    public bool HasOpened => _engine is { HasOpened: true };

    /// <summary>True once the store has been opened with the bus. Written by the start.</summary>
    internal bool IsStarted { get; set; }

    internal IOutboxEngine Engine => _engine ?? throw new InvalidOperationException(
        "The bus has no outbox. Add one with AddSqliteOutbox of the package EventGen.Outbox.Sqlite, or AddPostgreSqlOutbox of EventGen.Outbox.PostgreSql. " + BeforeTheHost.Advice);

    /// <summary>The scripts that create or upgrade the tables, in order, with the names that the settings give them: for migrations. The bus need not have started.</summary>
    /// <exception cref="InvalidOperationException">The bus has no outbox.</exception>
    public IReadOnlyList<OutboxScript> GetSchemaScripts() => Engine.GetSchemaScripts();

    /// <summary>Says that the tables are created elsewhere, by migrations: the start then creates none, and fails where they are missing. Call it before the start.</summary>
    /// <exception cref="InvalidOperationException">The bus has no outbox.</exception>
    public void UseExistingTables() => Engine.UseExistingTables();

    /// <summary>Whether a connection leads to the database that the outbox is in. The bus need not have started.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="cancellationToken">Cancels the question to the database, which changes nothing.</param>
    /// <exception cref="InvalidOperationException">The bus has no outbox.</exception>
    /// <exception cref="DbException">One of the databases does not answer.</exception>
    public ValueTask<bool> IsInAsync(DbConnection connection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return Engine.IsInAsync(connection, cancellationToken);
    }

    /// <summary>How much waits in the outbox, over all instances of the application.</summary>
    /// <exception cref="InvalidOperationException">The bus has no outbox, or has not started.</exception>
    public ValueTask<OutboxStatus> GetStatusAsync(CancellationToken cancellationToken = default) => Engine.GetStatusAsync(cancellationToken);

    /// <summary>A page of the accepted events that have targets to reach, in the order in which they were accepted.</summary>
    /// <param name="filter">Which events; all when left out.</param>
    /// <param name="cancellationToken">Cancels the reading, which changes nothing.</param>
    /// <exception cref="InvalidOperationException">The bus has no outbox, or has not started.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="OutboxFilter.Take"/> is less than 1.</exception>
    public ValueTask<IReadOnlyList<OutboxEntry>> ListAsync(OutboxFilter? filter = null, CancellationToken cancellationToken = default)
    {
        if (filter is { Take: < 1 }) throw new ArgumentOutOfRangeException(nameof(filter), filter.Take, "OutboxFilter.Take must be at least 1: a page has at least one event.");
        return Engine.ListAsync(filter ?? OutboxFilter.All, cancellationToken);
    }

    /// <summary>Has an event that waits for its due time, or for another attempt, attempted at once.</summary>
    /// <param name="id">The emission's id, <see cref="EventContext.Id"/>.</param>
    /// <param name="cancellationToken">Cancels the wait for the database. Whether the event has been made due is then unknown.</param>
    /// <returns>False when no such event waits: it is being delivered, is due already, or is gone.</returns>
    /// <exception cref="InvalidOperationException">
    /// The bus has no outbox, or has not started; or the call comes from a handler with an open <see cref="OutboxTransaction"/> in a database with one writer at a time, such as SQLite.
    /// </exception>
    public ValueTask<bool> RetryAsync(Guid id, CancellationToken cancellationToken = default) => Unlocked(nameof(RetryAsync)).RetryAsync(id, cancellationToken);

    /// <summary>Takes an event back that waits in the outbox: its remaining targets do not get it.</summary>
    /// <param name="id">The emission's id, such as <c>ScheduleAsync</c> returned it.</param>
    /// <param name="cancellationToken">Cancels the wait for the database. Whether the event has been taken back is then unknown.</param>
    /// <returns>False when no such event waits: it is being delivered, or is gone.</returns>
    /// <exception cref="InvalidOperationException">
    /// The bus has no outbox, or has not started; or the call comes from a handler with an open <see cref="OutboxTransaction"/> in a database with one writer at a time, such as SQLite.
    /// </exception>
    public ValueTask<bool> CancelAsync(Guid id, CancellationToken cancellationToken = default) => Unlocked(nameof(CancelAsync)).CancelAsync(id, cancellationToken);

    /// <summary>Whether an attempt, or one whose handler waits for it, has a transaction open.</summary>
    internal static bool IsLockedBy(HandlerAttempt? attempt, IOutboxEngine engine)
    {
        for (var current = attempt; current is not null; current = current.Outer)
        {
            if (current.Transaction is OutboxTransaction transaction && transaction.IsOpenOn(engine)) return true;
        }

        return false;
    }

    // A call that writes on a connection of the outbox.
    private IOutboxEngine Unlocked(string call)
    {
        var engine = Engine;
        if (!engine.HasOneWriter || !IsLockedBy(HandlerAttempt.Current, engine)) return engine;
        throw new InvalidOperationException(
            $"The OutboxTransaction of this handler is open, and the database of the outbox has one writer at a time: {call} would wait for it in vain. "
            + $"Call {call} before the first use of the transaction, or in OutboxTransaction.OnCommitted.");
    }
}
