using EventGen.Outbox.PostgreSql;

namespace EventGen;

/// <summary>What can be known of the outbox in PostgreSQL without a bus.</summary>
public static class PostgreSqlOutbox
{
    /// <summary>The scripts that create or upgrade the tables, in order, in the schema that is current where they run: for those who set <see cref="OutboxOptions.CreateTables"/> to false.</summary>
    /// <param name="tablePrefix"><see cref="OutboxOptions.TablePrefix"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="tablePrefix"/> has more than 30 characters, or others than letters, digits and underscores.</exception>
    public static IReadOnlyList<OutboxScript> GetSchemaScripts(string tablePrefix = "eventgen_") => PostgreSqlSchema.Scripts(new TableNames(tablePrefix));
}
