using Npgsql;

namespace EventGen.Outbox.PostgreSql.Tests;

/// <summary>An event that is emitted again while the server still writes it to be delivered from memory, where no index of ids tells the two of each other.</summary>
public sealed class RepeatedFromMemoryTests(SharedServer shared) : StoreSuite(new PostgreSqlBackend(shared))
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task TheSecond_WaitsForTheFirst(bool isCommitted, bool inAHandlersTransaction)
    {
        var store = await OpenAsync();
        var row = await store.RowAsync(mode: inAHandlersTransaction ? OutboxInsertMode.Received : OutboxInsertMode.Repeat);
        await using var first = (NpgsqlConnection)await Backend.ConnectAsync();
        await using var transaction = await first.BeginTransactionAsync(Cancellation);
        await using (var insert = new NpgsqlCommand(
            """
            INSERT INTO eventgen_outbox (position, application, id, state, route, due, entered, timestamp, origin, payload)
            VALUES ($1, 1, $2, $3, $4, clock_timestamp(), clock_timestamp(), now(), $3, '{}')
            """, first) { Parameters = { new() { Value = RowPosition.OfMemory(1, row.Id) }, new() { Value = row.Id }, new() { Value = store.Session.Epoch }, new() { Value = row.Route } } })
        {
            await insert.ExecuteNonQueryAsync(Cancellation);
        }

        var second = inAHandlersTransaction ? CommitInTransactionAsync(store, row) : store.CommitAsync(row);
        await Eventually.TrueAsync(async () => await CountAsync("pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == 1, waitedFor: "the second one's wait");
        Assert.False(second.IsCompleted);
        if (isCommitted) await transaction.CommitAsync(Cancellation);
        else await transaction.RollbackAsync(Cancellation);
        await second;

        var listed = Assert.Single(await store.ListAsync());
        Assert.Equal((row.Id, isCommitted), (listed.Id, RowPosition.IsFromMemory(listed.Position)));
        Assert.Equal(1, (await store.StatusAsync()).Pending);
    }

    private static async Task CommitInTransactionAsync(OpenStore store, OutboxNewRow row)
    {
        await using var transaction = await store.Store.BeginAsync(null, TimeSpan.FromSeconds(30), Cancellation);
        await transaction.CommitAsync([row], Cancellation);
    }
}
