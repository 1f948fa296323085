using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace EventGen.Outbox.Benchmarks;

/// <summary>A file whose connections are as those of EventGen's outbox: a write-ahead log, and each commit on the disk.</summary>
/// <remarks>Wolverine leaves both to the engine's defaults.</remarks>
internal sealed class DurableSqlite(string file) : DbDataSource
{
    public override string ConnectionString => $"Data Source={file}";

    protected override DbConnection CreateDbConnection()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.StateChange += static (sender, change) =>
        {
            if (change.CurrentState != ConnectionState.Open) return;
            using var command = ((SqliteConnection)sender).CreateCommand();
            command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL";
            command.ExecuteNonQuery();
        };
        return connection;
    }
}
