using EventGen.Outbox.PostgreSql;

namespace EventGen;

/// <summary>What can be known of the outbox in PostgreSQL without a bus.</summary>
public static class PostgreSqlOutbox
{
    /// <summary>The scripts that create or upgrade the tables, in order, in the schema that is current where they run: for those who set <see cref="OutboxOptions.CreateTables"/> to false.</summary>
    /// <param name="tablePrefix"><see cref="OutboxOptions.TablePrefix"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="tablePrefix"/> has more than 30 characters, or others than letters, digits and underscores.</exception>
    public static IReadOnlyList<OutboxScript> GetSchemaScripts(string tablePrefix = "eventgen_") => PostgreSqlSchema.Scripts(new TableNames(tablePrefix));

    /// <summary>The store by itself, for tools that look into the outbox of an application. It is not open; whoever has made it disposes it.</summary>
    /// <param name="connectionString">As <c>AddPostgreSqlOutbox</c> takes it, such as <c>Host=localhost;Username=shop;Database=shop</c>.</param>
    /// <exception cref="ArgumentException">The connection string cannot be read, or cannot be that of an outbox.</exception>
    public static IOutboxStore CreateStore(string connectionString) => new PostgreSqlOutboxStore(new PostgreSqlLocation(PostgreSqlLocation.Parse(connectionString)));
}
