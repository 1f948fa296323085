using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace EventGen.Outbox.PostgreSql.Tests;

/// <summary>What the statements of a claim cost, counted in pages, and the plans they run by.</summary>
public sealed class ClaimCostTests(SharedServer shared)
{
    private const int Few = 1_000;

    private static readonly int s_many = Environment.GetEnvironmentVariable("EVENTGEN_HEAVY_TESTS") == "1" ? 1_000_000 : 100_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("0", "NULL")]
    [InlineData("-1", "'k' || i")]
    [InlineData("CASE WHEN i <= 300 THEN -1 ELSE -2 END", "CASE WHEN i <= 300 THEN 'k' || i ELSE 'held' END")]
    [InlineData("-3", "'k' || i")]
    public async Task AClaim_CostsTheSame_WhateverWaits(string state, string key)
    {
        PostgreSqlServer.Require();
        var few = await CostsAsync(Few, state, key);
        var many = await CostsAsync(s_many, state, key);
        foreach (var (statement, (pages, plan)) in many)
        {
            Assert.False(SeqScansOutbox(plan), $"{statement} reads the whole outbox: {plan}");

            // A small table is read at once; in a large one each of 100 keys is looked for in an index, three pages deep.
            Assert.True(pages <= (few[statement].Pages * 1.5) + 300, $"{statement}: {few[statement].Pages} pages with {Few} rows, {pages} with {s_many}: {plan}");
        }
    }

    private static bool SeqScansOutbox(string plan)
    {
        using var document = JsonDocument.Parse(plan);
        return Visit(document.RootElement[0].GetProperty("Plan"));

        static bool Visit(JsonElement node) =>
            (node.GetProperty("Node Type").GetString() == "Seq Scan" && node.GetProperty("Relation Name").GetString() == "eventgen_outbox")
            || (node.TryGetProperty("Plans", out var inner) && inner.EnumerateArray().Any(Visit));
    }

    private async Task<Dictionary<string, (long Pages, string Plan)>> CostsAsync(int rows, string state, string key)
    {
        string connectionString = await shared.Server.CreateDatabaseAsync();
        await using var store = new PostgreSqlOutboxStore(new PostgreSqlLocation(PostgreSqlLocation.Parse(connectionString)));
        var open = await new OpenStore(store).OpenAsync();
        int route = await open.RouteAsync();
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Cancellation);
        await ExecuteAsync(
            connection,
            $"""
            INSERT INTO eventgen_outbox (position, application, id, state, order_key, order_hash, route, due, entered, timestamp)
            SELECT (1::bigint << 48) + nextval('eventgen_positions'), 1, gen_random_uuid(), state, key, md5(key)::uuid, {route}, now() - interval '1 day' + i * interval '1 millisecond', now(), now()
            FROM (SELECT i, {state} AS state, {key} AS key FROM generate_series(1, {rows}) AS i) AS rows
            """);
        await ExecuteAsync(connection, "VACUUM ANALYZE eventgen_outbox");

        var names = new TableNames("eventgen_", "public");
        var (sql, batch) = (new ClaimSql(names), new BatchSql(names));
        int[] routes = [route, route + 1, route + 2];
        var hashes = new List<Guid>();
        await using (var candidates = Sql.Command(connection, sql.Candidates).With(NpgsqlDbType.Array | NpgsqlDbType.Integer, routes).With(100))
        await using (var reader = await candidates.ExecuteReaderAsync(Cancellation))
        {
            while (await reader.ReadAsync(Cancellation)) hashes.Add(reader.GetGuid(1));
        }

        var costs = new Dictionary<string, (long, string)>();
        await ExplainAsync("Candidates", Sql.Command(connection, sql.Candidates).With(NpgsqlDbType.Array | NpgsqlDbType.Integer, routes).With(100));
        await ExplainAsync("FirstRows", Sql.Command(connection, sql.FirstRows).With(1L).With(NpgsqlDbType.Array | NpgsqlDbType.Uuid, hashes.ToArray()).With(3L).With(NpgsqlDbType.Array | NpgsqlDbType.Integer, routes));
        await ExplainAsync("NextDue", Sql.Command(connection, sql.NextDue).With(NpgsqlDbType.Array | NpgsqlDbType.Integer, routes).With(NpgsqlDbType.TimestampTz, DateTimeOffset.UtcNow));
        await ExplainAsync("Promote", Sql.Command(connection, sql.Promote).With(1L).With(NpgsqlDbType.Array | NpgsqlDbType.Integer, routes).With(100));
        await ExplainAsync("Unordered", Sql.Command(connection, sql.Unordered).With(open.Session.Epoch).With(NpgsqlDbType.Array | NpgsqlDbType.Integer, routes).With(100));
        await ExplainAsync("TakeKeys", Sql.Command(connection, batch.TakeKeys).With(open.Session.Epoch).With(1L).With(NpgsqlDbType.Array | NpgsqlDbType.Uuid, hashes.ToArray()));
        await ExplainAsync("ReleaseKeys", Sql.Command(connection, batch.ReleaseKeys).With(open.Session.Epoch).With(1L).With(NpgsqlDbType.Text, "x").With(NpgsqlDbType.Array | NpgsqlDbType.Uuid, hashes.ToArray()));
        return costs;

        async Task ExplainAsync(string name, NpgsqlCommand command)
        {
            await using (command)
            {
                await using var transaction = await connection.BeginTransactionAsync(Cancellation);
                command.CommandText = $"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {command.CommandText}";
                string plan = (string)(await command.ExecuteScalarAsync(Cancellation))!;
                await transaction.RollbackAsync(Cancellation);
                using var document = JsonDocument.Parse(plan);
                var top = document.RootElement[0].GetProperty("Plan");
                costs[name] = (top.GetProperty("Shared Hit Blocks").GetInt64() + top.GetProperty("Shared Read Blocks").GetInt64(), plan);
            }
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
