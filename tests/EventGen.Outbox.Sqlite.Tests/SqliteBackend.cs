using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace EventGen.Outbox.Sqlite.Tests;

/// <summary>A file in a folder of its own.</summary>
internal sealed class SqliteBackend : StoreBackend
{
    private readonly string _folder = Directory.CreateTempSubdirectory("outbox-").FullName;

    public string File => Path.Combine(_folder, "shop.db");

    public string ConnectionString => $"Data Source={File}";

    public override string CreateEffects => "CREATE TABLE effects (id TEXT NOT NULL)";

    public override string CreateDeliveries => "CREATE TABLE deliveries (seq INTEGER PRIMARY KEY AUTOINCREMENT, handler TEXT NOT NULL, number INTEGER NOT NULL)";

    public override string RefuseRemoval =>
        """CREATE TRIGGER refuse BEFORE DELETE ON eventgen_outbox WHEN CAST(old.payload AS TEXT) LIKE '%"number":13}%' BEGIN SELECT RAISE(ABORT, 'Unlucky numbers stay.'); END""";

    public override string RefuseDeadLetters => "CREATE TRIGGER refuse BEFORE INSERT ON eventgen_dead_letters BEGIN SELECT RAISE(ABORT, 'Nobody gives up here.'); END";

    public override string Allow(string table) => "DROP TRIGGER refuse";

    public override bool HasOneDeliverer => true;

    public override bool HasOwnClock => false;

    public override string LongAgo => "0";

    public override Task StartAsync() => Task.CompletedTask;

    public override IOutboxStore Create() => new SqliteOutboxStore(new SqliteLocation(ConnectionString));

    public override void AddOutbox(EventBusBuilder builder, Action<OutboxOptions> configure) => builder.AddSqliteOutbox(ConnectionString, configure);

    public override async Task<DbConnection> ConnectAsync()
    {
        var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    // Its locks go with the process.
    public override async Task KillAsync(IOutboxStore store) => await store.DisposeAsync();

    public override ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        return default;
    }
}
