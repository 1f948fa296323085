using EventGen.Outbox.Sqlite;

namespace EventGen;

/// <summary>What can be known of the outbox in SQLite without a bus.</summary>
public static class SqliteOutbox
{
    /// <summary>The scripts that create or upgrade the tables, in order: for those who set <see cref="OutboxOptions.CreateTables"/> to false.</summary>
    /// <param name="tablePrefix"><see cref="OutboxOptions.TablePrefix"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="tablePrefix"/> has more than 30 characters, or others than letters, digits and underscores.</exception>
    public static IReadOnlyList<OutboxScript> GetSchemaScripts(string tablePrefix = "eventgen_") => SqliteSchema.Scripts(new TableNames(tablePrefix));

    /// <summary>The store by itself, for tools that look into the outbox of an application. It is not open; whoever has made it disposes it.</summary>
    /// <param name="connectionString">As <c>AddSqliteOutbox</c> takes it, such as <c>Data Source=shop.db</c>.</param>
    /// <exception cref="ArgumentException">The connection string cannot be read, or cannot be that of an outbox.</exception>
    public static IOutboxStore CreateStore(string connectionString) => new SqliteOutboxStore(new SqliteLocation(connectionString));
}
