using Microsoft.Data.Sqlite;

namespace EventGen.Outbox.Sqlite.Tests;

/// <summary>The file has a write-ahead log, whoever made its tables.</summary>
public sealed class JournalTests() : StoreSuite(new SqliteBackend())
{
    [Fact]
    public async Task TablesThatAMigrationMade_AfterAStartThatWasRefused_GetAWriteAheadLog()
    {
        await Assert.ThrowsAsync<OutboxStoreException>(() => Create().OpenAsync(createTables: false));
        var migration = Create();
        foreach (var script in migration.Store.GetSchemaScripts("eventgen_")) await ExecuteAsync(script.Sql);
        Assert.Equal("delete", await JournalAsync());

        await Create().OpenAsync(createTables: false);

        Assert.Equal("wal", await JournalAsync());
    }

    private async Task<string?> JournalAsync()
    {
        await using var connection = new SqliteConnection($"{((SqliteBackend)Backend).ConnectionString};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode";
        return (string?)await command.ExecuteScalarAsync(Cancellation);
    }
}
