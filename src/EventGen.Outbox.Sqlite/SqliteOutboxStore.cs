using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace EventGen.Outbox.Sqlite;

/// <summary>Keeps the outbox in a SQLite file. One process delivers for each file and application; the others emit, and one of them takes over when it has died.</summary>
internal sealed partial class SqliteOutboxStore : IOutboxStore
{
    // Whoever has the write lock for longer than a handler's transaction may be idle has it by mistake.
    private static readonly TimeSpan s_lockPatience = TimeSpan.FromSeconds(30);

    private readonly SqliteLocation _location;
    private readonly SemaphoreSlim _opening = new(1);

    // Set by OpenAsync, which may come again; read by everybody. The locks and the writer stay until the store is disposed.
    private volatile Opened? _opened;
    private volatile OutboxStoreException? _openFailure;
    private long _purgedUpTo = -1;

    static SqliteOutboxStore() => SQLitePCL.Batteries_V2.Init();

    public SqliteOutboxStore(SqliteLocation location) => _location = location;

    public string Name => "sqlite";

    public bool HasOneWriter => true;

    private Opened Current => _opened ?? throw (_openFailure is { } failure
        ? new OutboxStoreException($"The outbox could not be opened. {failure.Message}", failure.IsTransient, mayBeCommitted: false, failure)
        : new OutboxStoreException("The outbox is not open: the bus has not started. Call StartAsync first, which opens it.", isTransient: true, mayBeCommitted: false));

    public IReadOnlyList<OutboxScript> GetSchemaScripts(string tablePrefix) => SqliteSchema.Scripts(new TableNames(tablePrefix));

    public ValueTask<bool> IsInAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (connection is not SqliteConnection other) return new(false);
        using var theirs = new SqliteDatabase(other);
        using var ours = _location.Open();
        return new(theirs.File == ours.File);
    }

    public async ValueTask<OutboxSession> OpenAsync(OutboxStart start, CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var opened = _opened ?? Opened.At(_location, start);
            try
            {
                var session = await opened.BeginAsync(cancellationToken).ConfigureAwait(false);
                _opened = opened;
                return session;
            }
            catch when (_opened is null)
            {
                opened.Dispose();
                throw;
            }
        }
        catch (OutboxStoreException exception)
        {
            _openFailure = exception;
            throw;
        }
        finally
        {
            _opening.Release();
        }
    }

    public ValueTask<IReadOnlyList<OutboxRoute>> SyncRoutesAsync(IReadOnlyList<OutboxRouteKey> routes, CancellationToken cancellationToken) =>
        WriteAsync<IReadOnlyList<OutboxRoute>>((database, session) => RouteTable.Sync(database, session, routes), cancellationToken);

    public async ValueTask<OutboxBatchResult> CommitAsync(OutboxBatch batch, CancellationToken cancellationToken)
    {
        var (result, unblocked) = await Current.WriteAndContinueAsync(
            (database, session) =>
            {
                var writer = new BatchWriter(database, session);
                return (writer.Write(batch), writer.Unblocked);
            },
            isShort: batch.Inserts.Count == 1,
            cancellationToken).ConfigureAwait(false);
        if (unblocked) Current.Wake();
        return result;
    }

    public OutboxBatchResult Commit(OutboxBatch batch) => Current.Write((database, session) => new BatchWriter(database, session).Write(batch));

    public async ValueTask InsertAsync(IReadOnlyList<OutboxNewRow> rows, DbTransaction transaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        var opened = Current;
        if (transaction is not SqliteTransaction { Connection: { } connection })
        {
            throw new ArgumentException(
                $"The outbox is in SQLite and needs an open SqliteTransaction; this is a '{transaction.GetType()}'{(transaction.Connection is null ? " that has ended" : "")}.",
                nameof(transaction));
        }

        using var database = new SqliteDatabase(connection);
        if (database.File != opened.File)
            throw new ArgumentException($"The transaction writes to '{database.File}', and the outbox is in '{opened.File}': they must be one database.", nameof(transaction));
        try
        {
            await TransactionRows.InsertAsync(database, opened.Session, rows, cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException exception)
        {
            throw SqliteFailure.From(exception, opened.File);
        }
    }

    public ValueTask<OutboxClaim> ClaimAsync(OutboxClaimRequest request, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Limit, 1);
        var session = Current.Session;
        return session.Delivers
            ? WriteAsync((database, _) => new Claimer(database, session, request).Claim(), cancellationToken)
            : new(new OutboxClaim { Rows = [], HasMore = false, Now = StoreTime.Read(session.Now) });
    }

    public ValueTask<bool> RenewAsync(CancellationToken cancellationToken) => Current.RenewAsync(cancellationToken);

    public ValueTask<int> TakeOverAsync(CancellationToken cancellationToken) => Current.TakeOverAsync(cancellationToken);

    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        if (_opened is { } opened) await opened.CloseAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<bool> MaintainAsync(CancellationToken cancellationToken)
    {
        long before = StoreTime.From(StoreTime.Read(Current.Session.Now) - Current.InboxRetention);
        return WriteAsync(
            (database, session) =>
            {
                long? end = InboxTable.Purge(database, session, before, _purgedUpTo);
                _purgedUpTo = end ?? -1;
                if (end is null) RouteTable.Forget(database, session);
                return end is not null;
            },
            cancellationToken);
    }

    public async ValueTask<OutboxStoreTransaction> BeginAsync(OutboxMark? mark, TimeSpan idleLimit, CancellationToken cancellationToken) =>
        await SqliteHandlerTransaction.BeginAsync(_location, Current.Session, mark, idleLimit < s_lockPatience ? idleLimit : s_lockPatience, cancellationToken).ConfigureAwait(false);

    public ValueTask DisposeAsync()
    {
        _opened?.Dispose();
        _opening.Dispose();
        return default;
    }

    private ValueTask<T> WriteAsync<T>(Func<SqliteDatabase, StoreSession, T> work, CancellationToken cancellationToken) =>
        Current.WriteAsync(work, cancellationToken);
}
