using EventGen.Outbox.Sqlite;

namespace EventGen;

/// <summary>What can be known of the outbox in SQLite without a bus.</summary>
public static class SqliteOutbox
{
    /// <summary>The scripts that create or upgrade the tables, in order: for those who set <see cref="OutboxOptions.CreateTables"/> to false.</summary>
    /// <param name="tablePrefix"><see cref="OutboxOptions.TablePrefix"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="tablePrefix"/> has more than 30 characters, or others than letters, digits and underscores.</exception>
    public static IReadOnlyList<OutboxScript> GetSchemaScripts(string tablePrefix = "eventgen_") => SqliteSchema.Scripts(new TableNames(tablePrefix));
}
