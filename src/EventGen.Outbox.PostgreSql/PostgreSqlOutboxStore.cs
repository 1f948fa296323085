using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Npgsql;

namespace EventGen.Outbox.PostgreSql;

/// <summary>Keeps the outbox in PostgreSQL, for any number of instances.</summary>
internal sealed partial class PostgreSqlOutboxStore(PostgreSqlLocation location) : IOutboxStore
{
    // How long another process, or the server itself, may still have the lock of a name whose process has died.
    private static readonly TimeSpan s_namePatience = TimeSpan.FromSeconds(5);

    // How long after the end of an epoch the server may still come to something that was sent for it.
    private static readonly TimeSpan s_stragglersPatience = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _opening = new(1);
    private readonly KeptConnection _writing = new(location);
    private readonly BlockingConnection _blocking = new(location);
    private InstanceConnection? _instance;
    private long? _firstEpoch;
    private volatile Opened? _opened;
    private volatile OutboxStoreException? _openFailure;

    // Of the claims, which come one after the other; a race would only choose less well.
    private bool _keyedFirst;
    private bool _metOnlyBlocked;

    // Of the connection of the commits, which come one after the other.
    private LoneInsert? _lone;

    // Epochs that this instance has ended, and when.
    private readonly ConcurrentDictionary<long, long> _ended = new();

    private DateTime _purgedUpTo = DateTime.UnixEpoch;

    public string Name => "postgresql";

    private Opened Current => _opened ?? throw (_openFailure is { } failure
        ? new OutboxStoreException($"The outbox could not be opened. {failure.Message}", failure.IsTransient, mayBeCommitted: false, failure)
        : new OutboxStoreException("The outbox is not open: the bus has not started. Call StartAsync first, which opens it.", isTransient: true, mayBeCommitted: false));

    public IReadOnlyList<OutboxScript> GetSchemaScripts(string tablePrefix) => PostgreSqlSchema.Scripts(new TableNames(tablePrefix));

    public async ValueTask<bool> IsInAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (connection is not NpgsqlConnection theirs) return false;

        // Names and addresses of one server differ. An advisory lock is of one database, whoever connects to it however.
        long key = Random.Shared.NextInt64();
        await using var ours = await location.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await ours.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var take = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", ours) { Parameters = { new() { Value = key } } };
        await take.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await using var attempt = new NpgsqlCommand("SELECT pg_try_advisory_xact_lock($1)", theirs) { Parameters = { new() { Value = key } } };
        return !(bool)(await attempt.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    public async ValueTask<OutboxSession> OpenAsync(OutboxStart start, CancellationToken cancellationToken)
    {
        var unqualified = new TableNames(start.TablePrefix);
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await location.RunAsync(
                async (connection, token) =>
                {
                    string schema = await PostgreSqlSchema.EnsureAsync(connection, unqualified, start.CreateTables, token).ConfigureAwait(false);
                    var names = new TableNames(start.TablePrefix, schema);
                    long application = await InstanceTable.ApplicationAsync(connection, names, start.Application, token).ConfigureAwait(false);
                    if (_instance is null)
                    {
                        string channel = new StoreSession(names, application, 0).Channel;
                        _instance = await InstanceConnection.OpenAsync(
                            location, channel, name => InstanceLock(names, start, name), start.Instance, s_namePatience, start.Wake, token).ConfigureAwait(false);
                    }

                    var (epoch, now) = await InstanceTable.BeginAsync(connection, names, application, _instance.Name, start.LeaseDuration, token).ConfigureAwait(false);
                    var session = new StoreSession(names, application, epoch) { LeaseDuration = start.LeaseDuration };
                    _firstEpoch ??= epoch;
                    int takenBack = 0;
                    foreach (long earlier in await InstanceTable.EarlierAsync(connection, session, _instance.Name, token).ConfigureAwait(false))
                    {
                        // Later epochs were this process'.
                        bool isOwn = earlier >= _firstEpoch;
                        TimeSpan? crashDelay = isOwn ? null : start.CrashDelay;
                        if (!isOwn) await InstanceTable.DisconnectAsync(connection, session, earlier, onlyExpired: false, token).ConfigureAwait(false);
                        takenBack += await InstanceTable.EndAsync(connection, session, earlier, onlyExpired: false, crashDelay, token).ConfigureAwait(false);
                    }

                    _opened = new Opened(start, session, new BatchSql(names), new ClaimSql(names));
                    return new OutboxSession { Instance = _instance.Name, Epoch = epoch, TakenBack = takenBack, Now = now };
                },
                commits: false,
                cancellationToken).ConfigureAwait(false);
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
        RunAsync((connection, opened, token) => RouteTable.SyncAsync(connection, opened.Session, routes, token), cancellationToken);

    public ValueTask<OutboxBatchResult> CommitAsync(OutboxBatch batch, CancellationToken cancellationToken)
    {
        var opened = Current;
        return _writing.RunAsync(
            (connection, token) => LoneInsert.Takes(batch) ? CommitOneAsync(connection, opened, batch, token) : CommitAsync(connection, opened, batch, token),
            opened.Session.EpochLock,
            cancellationToken);
    }

    public OutboxBatchResult Commit(OutboxBatch batch)
    {
        var opened = Current;
        return _blocking.Run(
            connection => new BatchWriter(connection, opened.Session, opened.BatchSql, batch, new Access(Blocks: true)).WriteAsync(CancellationToken.None), opened.Session.EpochLock);
    }

    public async ValueTask InsertAsync(IReadOnlyList<OutboxNewRow> rows, DbTransaction transaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        var opened = Current;

        // Whose kind of transaction it is does not matter, so that one may stand for an ambient transaction.
        if (transaction.Connection is not NpgsqlConnection connection)
        {
            throw new ArgumentException(
                $"The outbox is in PostgreSQL and needs an open NpgsqlTransaction; this is a '{transaction.GetType()}'{(transaction.Connection is null ? " that has ended" : "")}.",
                nameof(transaction));
        }

        if (rows.Count == 0) return;
        try
        {
            await TransactionRows.InsertAsync(connection, opened.Session, opened.BatchSql, rows, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgreSqlFailure.Is(exception))
        {
            throw PostgreSqlFailure.From(exception, location.Server);
        }
    }

    public ValueTask<OutboxClaim> ClaimAsync(OutboxClaimRequest request, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Limit, 1);

        // Rows that wait for a key and rows without take turns; where one claim met nothing but waiting ones, the next passes over many at once.
        _keyedFirst = !_keyedFirst;
        bool keyedFirst = _keyedFirst || request.Limit == 1 && _metOnlyBlocked;
        int candidates = _metOnlyBlocked ? request.Limit * 10 : request.Limit;
        var opened = Current;
        return _writing.RunAsync(
            async (connection, token) =>
            {
                var claimer = new Claimer(connection, opened.Session, opened.BatchSql, opened.ClaimSql, request, candidates);
                var claim = await claimer.ClaimAsync(keyedFirst, token).ConfigureAwait(false);
                _metOnlyBlocked = claimer.MetOnlyBlocked;
                return claim;
            },
            opened.Session.EpochLock,
            cancellationToken);
    }

    public ValueTask<bool> RenewAsync(CancellationToken cancellationToken) =>
        RunAsync((connection, opened, token) => InstanceTable.RenewAsync(connection, opened.Session, opened.Start.LeaseDuration, token), cancellationToken);

    public ValueTask<int> TakeOverAsync(CancellationToken cancellationToken) =>
        RunAsync(
            async (connection, opened, token) =>
            {
                int taken = 0;
                foreach (var (epoch, instance) in await InstanceTable.ExpiredAsync(connection, opened.Session, token).ConfigureAwait(false))
                {
                    await InstanceTable.DisconnectAsync(connection, opened.Session, epoch, onlyExpired: true, token).ConfigureAwait(false);
                    TimeSpan? crashDelay = await IsDeadAsync(connection, opened, instance, token).ConfigureAwait(false) ? opened.Start.CrashDelay : null;
                    taken += await InstanceTable.EndAsync(connection, opened.Session, epoch, onlyExpired: true, crashDelay, token).ConfigureAwait(false);
                    _ended[epoch] = Stopwatch.GetTimestamp();
                }

                foreach (var (epoch, ended) in _ended)
                {
                    await InstanceTable.DisconnectStragglersAsync(connection, opened.Session, epoch, token).ConfigureAwait(false);
                    if (Stopwatch.GetElapsedTime(ended) > s_stragglersPatience) _ended.TryRemove(epoch, out _);
                }

                return taken;
            },
            cancellationToken);

    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        if (_opened is null) return;
        await RunAsync(
            (connection, opened, token) => InstanceTable.EndAsync(connection, opened.Session, opened.Session.Epoch, onlyExpired: false, crashDelay: null, token),
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<bool> MaintainAsync(CancellationToken cancellationToken) =>
        RunAsync(
            async (connection, opened, token) =>
            {
                await Upkeep.FoldCountersAsync(connection, opened.Session, token).ConfigureAwait(false);
                var end = await Upkeep.PurgeInboxAsync(connection, opened.Session, opened.Start.InboxRetention, _purgedUpTo, token).ConfigureAwait(false);
                _purgedUpTo = end ?? DateTime.UnixEpoch;
                if (end is null) await RouteTable.ForgetAsync(connection, opened.Session, token).ConfigureAwait(false);
                return end is not null;
            },
            cancellationToken);

    public async ValueTask<OutboxStoreTransaction> BeginAsync(OutboxMark? mark, TimeSpan idleLimit, CancellationToken cancellationToken) =>
        await PostgreSqlHandlerTransaction.BeginAsync(location, Current.Session, Current.BatchSql, mark, idleLimit, cancellationToken).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        await _writing.DisposeAsync().ConfigureAwait(false);
        _blocking.Dispose();
        if (_instance is not null) await _instance.DisposeAsync().ConfigureAwait(false);
        await location.DisposeAsync().ConfigureAwait(false);
        _opening.Dispose();
    }

    private async ValueTask<OutboxBatchResult> CommitOneAsync(NpgsqlConnection connection, Opened opened, OutboxBatch batch, CancellationToken cancellationToken)
    {
        if (_lone?.IsOn(connection) != true) _lone = new LoneInsert(connection, opened.Session, opened.BatchSql);
        var row = batch.Inserts[0];
        try
        {
            if (await _lone.InsertAsync(row, cancellationToken).ConfigureAwait(false) == 1)
                return new OutboxBatchResult { Inserts = [new OutboxInsertResult(OutboxInsertOutcome.Leased, RowPosition.OfMemory(opened.Session.Application, row.Id))], Settlements = [] };
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Another row has the position. Nothing is written, as without the lease.
        }

        return await CommitAsync(connection, opened, batch, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<OutboxBatchResult> CommitAsync(NpgsqlConnection connection, Opened opened, OutboxBatch batch, CancellationToken cancellationToken)
    {
        var writer = new BatchWriter(connection, opened.Session, opened.BatchSql, batch);
        var result = await writer.WriteAsync(cancellationToken).ConfigureAwait(false);
        bool unblocked = writer.Unblocked;
        if (writer.Unused is { Count: > 0 } unused)
        {
            var release = new BatchWriter(connection, opened.Session, opened.BatchSql, new OutboxBatch { ReleasedKeys = unused });
            await release.WriteAsync(cancellationToken).ConfigureAwait(false);
            unblocked |= release.Unblocked;
        }

        if (unblocked) opened.Start.Wake();
        return result;
    }

    private static long InstanceLock(TableNames names, OutboxStart start, string instance) => AdvisoryLock.Key(names, "instance", start.Application, instance);

    // A frozen process keeps its connection, and with it the lock of its name. Its lease is lost, but nothing that it delivered has killed it.
    private static async ValueTask<bool> IsDeadAsync(NpgsqlConnection connection, Opened opened, string instance, CancellationToken cancellationToken)
    {
        await using var command = Sql.Command(connection, "SELECT pg_try_advisory_xact_lock($1)").With(InstanceLock(opened.Session.Names, opened.Start, instance));
        return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, Opened, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        var opened = Current;
        return location.RunAsync((connection, token) => work(connection, opened, token), commits: true, cancellationToken);
    }
}
