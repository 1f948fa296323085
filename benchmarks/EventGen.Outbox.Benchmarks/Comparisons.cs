using Microsoft.Data.Sqlite;
using Npgsql;
using Wolverine.Postgresql;
using Wolverine.Sqlite;

namespace EventGen.Outbox.Benchmarks;

/// <summary>What durable events may cost, against the least that the same store can be made to do for the same job.</summary>
internal sealed class Comparisons(Databases databases)
{
    private const int SqliteEvents = 20_000;
    private const int PostgreSqlEvents = 10_000;

    // Enough for one that takes a thousand times as long.
    private const int PeerEvents = 2_000;

    // Half the events in the same time.
    private static readonly (string, double?)[] s_throughput = [("time", 2), ("CPU", 3)];
    private static readonly (string, double?)[] s_latency = [("median", 1.3), ("mean", null), ("CPU", null)];
    private static readonly (string, double?)[] s_serverLatency = [.. s_latency, ("server's CPU", null)];
    private static readonly (string, double?)[] s_claim = [("time", 1.5)];

    public IEnumerable<Comparison> All() =>
    [
        new("SQLite, 64 callers / bare loop", s_throughput,
            () => Load.FromManyAsync(Sqlite(), SqliteEvents),
            () => Load.FromManyAsync(new BareSqlite(databases.NextFile()), SqliteEvents)),
        .. from connections in (int[])[1, 4]
           select new Comparison($"PostgreSQL, 64 callers / bare loop, {connections} connection(s)", s_throughput,
               async () => await Load.FromManyAsync(PostgreSql(await databases.NextPostgreSqlAsync()), PostgreSqlEvents),
               async () => await Load.FromManyAsync(new BarePostgreSql(await BareDatabaseAsync(), connections), PostgreSqlEvents)),
        new("PostgreSQL, 4 relays, 64 callers / 4 bare loops", s_throughput, FourRelaysAsync, FourBareLoopsAsync),
        new("SQLite, one caller / bare commit", s_latency, OneSqliteCallerAsync),
        new("PostgreSQL, one caller / bare commit", s_serverLatency, () => OnePostgreSqlCallerAsync(isStatementAlone: false)),
        new("PostgreSQL, one caller's statement alone / bare commit", [.. s_serverLatency.Select(static cost => (cost.Item1, (double?)null))], () => OnePostgreSqlCallerAsync(isStatementAlone: true)),
        Latency("SQLite, from EmitAsync to the handler / 2 ms", 2_000, () => DeliveryLatency.AfterEmitAsync(Sqlite())),
        Latency("PostgreSQL, from EmitAsync to the handler / 2 ms", 2_000, async () => await DeliveryLatency.AfterEmitAsync(PostgreSql(await databases.NextPostgreSqlAsync()))),
        Latency("SQLite, from a caller's commit to the handler / 50 ms", 50_000, SqliteCommitLatencyAsync),
        Latency("PostgreSQL, from a caller's commit to the handler / 50 ms", 50_000, PostgreSqlCommitLatencyAsync),
        .. from isBlocked in (bool[])[false, true]
           from isSqlite in (bool[])[true, false]
           let waiting = isBlocked ? "1,000 with 999,000 behind blocked keys" : "1,000,000 waiting events"
           select new Comparison($"{(isSqlite ? "SQLite" : "PostgreSQL")}, claiming from {waiting} / 1,000", s_claim,
               () => ClaimAsync(isSqlite, 1_000_000, isBlocked), () => ClaimAsync(isSqlite, 1_000, isBlocked)) { Rounds = 5, Warming = 1 },
        .. from isTuned in (bool[])[false, true]
           let settings = isTuned ? "at its best settings" : "by default"
           from comparison in (Comparison[])
           [
               new($"SQLite, 64 callers / Wolverine {settings}", [("time", 1 / 20d), ("CPU", null)],
                   () => Load.FromManyAsync(Sqlite(), SqliteEvents),
                   () => Load.FromManyAsync(new WolverineRoute(options => options.PersistMessagesWithSqlite(new DurableSqlite(databases.NextFile())), isTuned), PeerEvents)),
               new($"PostgreSQL, 64 callers / Wolverine {settings}", [("time", isTuned ? 1 / 2.5 : 1 / 8d), ("CPU", null)],
                   async () => await Load.FromManyAsync(PostgreSql(await databases.NextPostgreSqlAsync()), PostgreSqlEvents),
                   async () => await WolverineAsync(await databases.NextPostgreSqlAsync(), isTuned)),
           ]
           select comparison with { Rounds = 3, Warming = 1 },
    ];

    private static Comparison Latency(string name, double promised, Func<Task<double>> measure) =>
        new(name, [("median", 1)], async () => ([await measure()], [promised])) { Rounds = 3, Warming = 1 };

    private async Task<double> SqliteCommitLatencyAsync()
    {
        string file = databases.NextFile();
        return await DeliveryLatency.AfterCommitAsync(Sqlite(file), new SqliteConnection($"Data Source={file}"));
    }

    private async Task<double> PostgreSqlCommitLatencyAsync()
    {
        string database = await databases.NextPostgreSqlAsync();
        return await DeliveryLatency.AfterCommitAsync(PostgreSql(database), new NpgsqlConnection(database));
    }

    private EventGenRoute Sqlite() => Sqlite(databases.NextFile());

    private static EventGenRoute Sqlite(string file) => new(bus => bus.AddSqliteOutbox($"Data Source={file}", static options => options.Application = "benchmark"));

    private static EventGenRoute PostgreSql(string connectionString) => new(bus => bus.AddPostgreSqlOutbox(connectionString, static options => options.Application = "benchmark"));

    private static Task<double[]> WolverineAsync(string connectionString, bool isTuned) =>
        Load.FromManyAsync(new WolverineRoute(options => options.PersistMessagesWithPostgresql(connectionString), isTuned), PeerEvents);

    private async Task<double[]> ClaimAsync(bool isSqlite, int rows, bool isBlocked) => isSqlite
        ? await ClaimCost.SqliteAsync(databases.NextFile(), rows, isBlocked)
        : await ClaimCost.PostgreSqlAsync(await databases.NextPostgreSqlAsync(), rows, isBlocked);

    private async Task<string> BareDatabaseAsync() => await BarePostgreSql.CreateTableAsync(await databases.NextPostgreSqlAsync());

    private async Task<double[]> FourRelaysAsync()
    {
        string database = await databases.NextPostgreSqlAsync();
        return await Load.FromManyAsync(new SeveralRoutes([.. Enumerable.Range(0, 4).Select(_ => PostgreSql(database))]), PostgreSqlEvents);
    }

    private async Task<double[]> FourBareLoopsAsync()
    {
        string database = await BareDatabaseAsync();
        return await Load.FromManyAsync(new SeveralRoutes([.. Enumerable.Range(0, 4).Select(_ => new BarePostgreSql(database, 1))]), PostgreSqlEvents);
    }

    private async Task<(double[] Subject, double[] Baseline)> OneSqliteCallerAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={databases.NextFile()};Pooling=False");
        connection.Open();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE outbox (position INTEGER PRIMARY KEY, id BLOB NOT NULL, payload BLOB NOT NULL)";
        await command.ExecuteNonQueryAsync();
        command.CommandText = "INSERT INTO outbox (id, payload) VALUES ($id, $payload)";
        command.Parameters.Add(new SqliteParameter("$id", SqliteType.Blob));
        command.Parameters.Add(new SqliteParameter("$payload", SqliteType.Blob));
        await using var route = Sqlite();
        await route.StartAsync();
        return await Load.FromOneAsync(new LoneCaller(route.EmitAsync), route.SettledAsync, new LoneCaller(Commit));

        Task Commit(Ordered ordered)
        {
            var insert = new BareInsert(ordered);
            command.Parameters[0].Value = insert.Id.ToByteArray();
            command.Parameters[1].Value = insert.Payload;
            command.ExecuteNonQuery();
            return Task.CompletedTask;
        }
    }

    private async Task<(double[] Subject, double[] Baseline)> OnePostgreSqlCallerAsync(bool isStatementAlone)
    {
        await using var connection = new NpgsqlConnection(await BareDatabaseAsync());
        await connection.OpenAsync();
        string database = await databases.NextPostgreSqlAsync();
        await using var route = PostgreSql(database);
        await route.StartAsync();
        await using var statement = new LoneStatement(database, route);
        await statement.CopyAsync();
        await route.SettledAsync();
        return await Load.FromOneAsync(
            isStatementAlone ? new LoneCaller(statement.CommitAsync, statement.Server) : new LoneCaller(route.EmitAsync, statement.ServerOfRoute),
            isStatementAlone ? static () => Task.CompletedTask : route.SettledAsync,
            new LoneCaller(CommitAsync, connection.ProcessID));

        async Task CommitAsync(Ordered ordered)
        {
            var one = new BareInsert(ordered);
            await using var insert = new NpgsqlCommand("INSERT INTO bare_outbox (id, payload) VALUES ($1, $2)", connection);
            insert.Parameters.Add(new NpgsqlParameter { Value = one.Id });
            insert.Parameters.Add(new NpgsqlParameter { Value = one.Payload });
            await insert.PrepareAsync();
            await insert.ExecuteNonQueryAsync();
        }
    }
}
