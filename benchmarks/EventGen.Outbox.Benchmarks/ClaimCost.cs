using System.Diagnostics;
using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EventGen.Outbox.Benchmarks;

/// <summary>What it costs to claim 1,000 events, where more wait behind them: as many again as may be claimed, or those whose key another instance holds.</summary>
internal static class ClaimCost
{
    private const int Claims = 10;
    private const int Limit = 100;

    /// <summary>Claims from a SQLite file.</summary>
    /// <returns>Microseconds for each event that was claimed.</returns>
    public static async Task<double[]> SqliteAsync(string file, int rows, bool isBlocked)
    {
        IOutboxStore Open() => Store(typeof(SqliteOutboxEventBusBuilderExtensions).Assembly, "Sqlite", $"Data Source={file}");
        int route = await PrepareAsync(Open());
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandTimeout = 600;
            command.CommandText =
                $"""
                WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {rows})
                INSERT INTO eventgen_outbox (position, application, id, state, order_key, route, due, entered, timestamp)
                SELECT (1 << 48) + i, 1, randomblob(16), {State(isBlocked)}, {Key(isBlocked)}, {route}, i, i, i FROM numbers;
                UPDATE eventgen_applications SET last_number = {rows}, pending = {rows};
                INSERT INTO eventgen_keys (application, order_key, epoch) VALUES (1, 'held', 999);
                ANALYZE;
                """;
            await command.ExecuteNonQueryAsync();
        }

        return await MeasureAsync(Open(), route);
    }

    /// <summary>Claims from a PostgreSQL database.</summary>
    /// <inheritdoc cref="SqliteAsync"/>
    public static async Task<double[]> PostgreSqlAsync(string connectionString, int rows, bool isBlocked)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        IOutboxStore Open() => Store(typeof(PostgreSqlOutboxEventBusBuilderExtensions).Assembly, "PostgreSql", database);
        int route = await PrepareAsync(Open());
        string[] statements =
        [
            $"""
            INSERT INTO eventgen_outbox (position, application, id, state, order_key, order_hash, route, due, entered, timestamp)
            SELECT (1::bigint << 48) + nextval('eventgen_positions'), 1, gen_random_uuid(), state, key, md5(key)::uuid, {route}, now() - interval '1 day' + i * interval '1 millisecond', now(), now()
            FROM (SELECT i, {State(isBlocked)} AS state, {Key(isBlocked)} AS key FROM generate_series(1, {rows}) AS i) AS rows
            """,
            "INSERT INTO eventgen_keys (application, order_hash, epoch) VALUES (1, md5('held')::uuid, 999)",
            "VACUUM ANALYZE eventgen_outbox",
            "CHECKPOINT",
        ];
        foreach (string statement in statements)
        {
            await using var command = database.CreateCommand(statement);
            command.CommandTimeout = 600;
            await command.ExecuteNonQueryAsync();
        }

        return await MeasureAsync(Open(), route);
    }

    // The first thousand can be claimed; of the rest, either all or none.
    private static string State(bool isBlocked) => isBlocked ? $"CASE WHEN i <= {Claims * Limit} THEN -1 ELSE -2 END" : "0";

    private static string Key(bool isBlocked) => isBlocked ? $"CASE WHEN i <= {Claims * Limit} THEN 'k' || i ELSE 'held' END" : "NULL";

    // Without a bus, which would claim by itself. The stores are not public.
    private static IOutboxStore Store(Assembly assembly, string database, object place)
    {
        object location = Activator.CreateInstance(assembly.GetType($"EventGen.Outbox.{database}.{database}Location", throwOnError: true)!, place)!;
        return (IOutboxStore)Activator.CreateInstance(assembly.GetType($"EventGen.Outbox.{database}.{database}OutboxStore", throwOnError: true)!, location)!;
    }

    // A store of its own makes the tables: one that has just seen another connection write pauses between its transactions, and the claims would be measured with the pauses.
    private static async Task<int> PrepareAsync(IOutboxStore store)
    {
        await using (store) return await OpenAsync(store);
    }

    private static async Task<int> OpenAsync(IOutboxStore store)
    {
        await store.OpenAsync(
            new OutboxStart
            {
                Application = "benchmark", Instance = null, LeaseDuration = TimeSpan.FromMinutes(10), InboxRetention = TimeSpan.FromDays(7), TablePrefix = "eventgen_", CreateTables = true,
                TimeProvider = TimeProvider.System, Logger = NullLogger.Instance, Wake = static () => { },
            },
            CancellationToken.None);
        var key = new OutboxRouteKey("benchmark.ordered", 1, ["counter"]);
        return (await store.SyncRoutesAsync([key], CancellationToken.None)).Single(route => route.Key.Equals(key)).Id;
    }

    private static async Task<double[]> MeasureAsync(IOutboxStore store, int route)
    {
        await using (store)
        {
            await OpenAsync(store);
            int claimed = 0;
            long start = Stopwatch.GetTimestamp();

            // A claim may take fewer than it may: events with a key and those without take turns.
            for (int i = 0; i < Claims; i++) claimed += (await store.ClaimAsync(new OutboxClaimRequest([route], Limit), CancellationToken.None)).Rows.Count;
            return [Stopwatch.GetElapsedTime(start).TotalMicroseconds / claimed];
        }
    }
}
