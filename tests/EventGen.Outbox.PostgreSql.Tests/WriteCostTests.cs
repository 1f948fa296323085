using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace EventGen.Outbox.PostgreSql.Tests;

/// <summary>What a commit writes, counted in records of the write-ahead log, which no machine changes.</summary>
public sealed class WriteCostTests(SharedServer shared, ITestOutputHelper output) : StoreSuite(new PostgreSqlBackend(shared))
{
    private static readonly byte[] s_payload = """{"Number":12345,"Customer":"c-7","Total":42.5}"""u8.ToArray();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnEventFromMemory_IsARow_AndItsPosition(bool settles)
    {
        var store = await OpenAsync();
        var (row, inserted) = await store.InsertAsync();
        await using var connection = (NpgsqlConnection)await Backend.ConnectAsync();
        var session = new StoreSession(new TableNames("eventgen_", "public"), 1, store.Session.Epoch);
        var added = await store.RowAsync() with { Payload = s_payload, Metadata = "0"u8.ToArray() };
        await using var batch = Sql.Batch(connection);
        var sql = new BatchSql(session.Names);
        var command = batch.Add($"EXPLAIN (ANALYZE, WAL, BUFFERS, TIMING OFF, FORMAT JSON) {(settles ? sql.PlainOneSettling : sql.PlainOne)}")
            .With(session.Epoch).With(session.Application).AddMemoryRow(session, added);
        if (settles) command.With(NpgsqlDbType.Array | NpgsqlDbType.Bigint, new[] { inserted.Position });
        string plan = (string)(await batch.ExecuteScalarAsync(Cancellation))!;
        using var document = JsonDocument.Parse(plan);
        var top = document.RootElement[0].GetProperty("Plan");
        long records = top.GetProperty("WAL Records").GetInt64();
        output.WriteLine($"{records} records, {top.GetProperty("WAL Bytes").GetInt64()} bytes, {top.GetProperty("Shared Hit Blocks").GetInt64()} buffers; {plan}");

        // The lock of the lease, the new row and its position, and a row that is removed. A page may be written whole besides, or cleaned.
        int least = settles ? 4 : 3;
        Assert.InRange(records, least, least + 2);
        Assert.Equal(settles ? [added.Id] : [row.Id, added.Id], (await store.ListAsync()).Select(static listed => listed.Id));
        Assert.NotEqual(row.Id, added.Id);
    }
}
