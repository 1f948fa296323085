using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace EventGen.Outbox.PostgreSql.Tests;

/// <summary>What a commit writes, counted in records of the write-ahead log, which no machine changes.</summary>
public sealed class WriteCostTests(SharedServer shared, ITestOutputHelper output) : StoreSuite(new PostgreSqlBackend(shared))
{
    private static readonly byte[] s_payload = """{"Number":12345,"Customer":"c-7","Total":42.5}"""u8.ToArray();

    [Fact]
    public async Task AnEventFromMemory_IsARow_AndItsPosition()
    {
        var store = await OpenAsync();
        var (row, inserted) = await store.InsertAsync();
        await using var connection = (NpgsqlConnection)await Backend.ConnectAsync();
        var session = new StoreSession(new TableNames("eventgen_", "public"), 1, store.Session.Epoch);
        var added = await store.RowAsync() with { Payload = s_payload, Metadata = "0"u8.ToArray() };
        await using var batch = Sql.Batch(connection);
        var command = batch.Add($"EXPLAIN (ANALYZE, WAL, BUFFERS, TIMING OFF, FORMAT JSON) {new BatchSql(session.Names).PlainOne}")
            .With(session.Epoch).With(session.Application).With(NpgsqlDbType.Array | NpgsqlDbType.Bigint, new[] { inserted.Position }).AddMemoryRow(session, added);
        string plan = (string)(await batch.ExecuteScalarAsync(Cancellation))!;
        using var document = JsonDocument.Parse(plan);
        var top = document.RootElement[0].GetProperty("Plan");
        long records = top.GetProperty("WAL Records").GetInt64();
        output.WriteLine($"{records} records, {top.GetProperty("WAL Bytes").GetInt64()} bytes, {top.GetProperty("Shared Hit Blocks").GetInt64()} buffers; {plan}");

        // The lock of the lease, the row that is removed, the new row and its position. A page may be written whole besides, or cleaned.
        Assert.InRange(records, 4, 6);
        Assert.Equal([added.Id], (await store.ListAsync()).Select(static row => row.Id));
        Assert.NotEqual(row.Id, added.Id);
    }
}
