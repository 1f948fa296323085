using EventGen.Outbox.PostgreSql;
using Npgsql;

namespace EventGen.Outbox.Benchmarks;

/// <summary>Claims from PostgreSQL.</summary>
internal sealed class PostgreSqlClaims(Databases databases) : Claims
{
    private string _connectionString = "";

    public override string Store => "PostgreSQL";

    protected override async Task<IOutboxStore> CreateAsync()
    {
        _connectionString = await databases.NextPostgreSqlAsync();
        return new PostgreSqlOutboxStore(new PostgreSqlLocation(PostgreSqlLocation.Parse(_connectionString)));
    }

    protected override async Task FillAsync(int rows, int route, bool isBlocked)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();
        string state = isBlocked ? $"CASE WHEN i <= {Claimable} THEN -1 ELSE -2 END AS state, CASE WHEN i <= {Claimable} THEN 'k' || i ELSE 'held' END AS key" : "0 AS state, NULL AS key";
        await ExecuteAsync(
            $"""
            INSERT INTO eventgen_outbox (position, application, id, state, order_key, order_hash, route, due, entered, timestamp)
            SELECT (1::bigint << 48) + nextval('eventgen_positions'), 1, gen_random_uuid(), state, key, md5(key)::uuid, {route}, now() - interval '1 day' + i * interval '1 millisecond', now(), now()
            FROM (SELECT i, {state} FROM generate_series(1, {rows}) AS i) AS rows
            """);
        await ExecuteAsync("VACUUM ANALYZE eventgen_outbox");

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
            await command.ExecuteNonQueryAsync();
        }
    }
}
