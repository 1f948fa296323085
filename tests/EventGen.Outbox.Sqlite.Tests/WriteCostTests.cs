using Microsoft.Data.Sqlite;

namespace EventGen.Outbox.Sqlite.Tests;

/// <summary>What a commit writes, counted in pages of the write-ahead log, which no machine changes.</summary>
public sealed class WriteCostTests(ITestOutputHelper output) : StoreSuite(new SqliteBackend())
{
    // The page itself and its header in the log.
    private const int Frame = 4096 + 24;

    private const string Payload = """{"Number":12345,"Customer":"c-7","Total":42.5}""";

    [Theory]
    [InlineData(1, 1.5)]
    [InlineData(64, 5.5)]
    public async Task ACommitOfRowsFromMemory_WritesTheirPagesAlone(int rows, double most)
    {
        const int Commits = 50;
        var store = await OpenAsync();

        // As long as somebody reads what was there before, the log only grows.
        var file = new SqliteConnectionStringBuilder(((SqliteBackend)Backend).ConnectionString).DataSource;
        await using var reader = (SqliteConnection)await Backend.ConnectAsync();
        await using var moment = reader.BeginTransaction(deferred: true);
        await using (var look = reader.CreateCommand())
        {
            (look.CommandText, look.Transaction) = ("SELECT count(*) FROM eventgen_outbox", moment);
            await look.ExecuteScalarAsync(Cancellation);
        }

        OutboxSettlement[] settlements = [];
        long before = 0;
        for (int i = -5; i < Commits; i++)
        {
            if (i == 0) before = new FileInfo($"{file}-wal").Length;
            var inserts = new List<OutboxNewRow>();
            for (int row = 0; row < rows; row++) inserts.Add(await store.RowAsync(text: Payload));
            var result = await store.Store.CommitAsync(new OutboxBatch { Inserts = inserts, Settlements = settlements }, Cancellation);
            Assert.All(result.Settlements, static isSettled => Assert.True(isSettled));
            settlements = [.. result.Inserts.Select((inserted, row) => OpenStore.Remove(inserted.Position, inserts[row].Id))];
        }

        double pages = (new FileInfo($"{file}-wal").Length - before) / (double)Frame / Commits;
        output.WriteLine($"{rows} rows: {pages} pages a commit");
        Assert.InRange(pages, 1, most);
    }
}
