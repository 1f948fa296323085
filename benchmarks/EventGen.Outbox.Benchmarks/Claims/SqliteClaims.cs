using EventGen.Outbox.Sqlite;
using Microsoft.Data.Sqlite;

namespace EventGen.Outbox.Benchmarks;

/// <summary>Claims from SQLite.</summary>
internal sealed class SqliteClaims(Databases databases) : Claims
{
    private string _connectionString = "";

    public override string Store => "SQLite";

    protected override Task<IOutboxStore> CreateAsync()
    {
        _connectionString = $"Data Source={databases.NextFile()};Pooling=False";
        return Task.FromResult<IOutboxStore>(new SqliteOutboxStore(new SqliteLocation(_connectionString)));
    }

    protected override async Task FillAsync(int rows, int route, bool isBlocked)
    {
        await using var connection = new SqliteConnection(_connectionString);
        connection.Open();
        await using var command = connection.CreateCommand();
        string state = isBlocked ? $"CASE WHEN i <= {Claimable} THEN -1 ELSE -2 END, CASE WHEN i <= {Claimable} THEN 'k' || i ELSE 'held' END" : "0, NULL";
        command.CommandText =
            $"""
            INSERT INTO eventgen_keys (application, order_key, epoch) VALUES (1, 'held', 999);
            WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {rows})
            INSERT INTO eventgen_outbox (position, application, id, state, order_key, route, due, entered, timestamp)
            SELECT (1 << 48) + i, 1, randomblob(16), {state}, {route}, i, i, i FROM numbers;
            UPDATE eventgen_applications SET last_number = {rows}, pending = {rows};
            PRAGMA wal_checkpoint(TRUNCATE)
            """;
        await command.ExecuteNonQueryAsync();
    }
}
