using EventGen.Outbox.Sqlite;

namespace EventGen;

/// <summary>Adds an outbox in SQLite to an event bus.</summary>
public static class SqliteOutboxEventBusBuilderExtensions
{
    /// <summary>Keeps durable events, their inbox and their dead letters in a SQLite file, which may be the application's own database.</summary>
    /// <remarks>
    /// One process at a time delivers for each file and application; others may emit, and one of them goes on when it has died. The file must be on a local disk, for its
    /// locks have to hold. Lock files are created beside it.
    /// </remarks>
    /// <typeparam name="TBuilder">The builder, which is returned.</typeparam>
    /// <param name="builder">Says what the bus is made of.</param>
    /// <param name="connectionString">As Microsoft.Data.Sqlite takes it, such as <c>Data Source=shop.db</c>. The file is created at the start.</param>
    /// <param name="configure">Changes the settings after the configuration has.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The connection string cannot be read, or names no file that can be written.</exception>
    public static TBuilder AddSqliteOutbox<TBuilder>(this TBuilder builder, string connectionString, Action<OutboxOptions>? configure = null)
        where TBuilder : IEventBusBuilder
    {
        var location = new SqliteLocation(connectionString);
        return builder.AddOutbox((_, _) => new SqliteOutboxStore(location), configure);
    }
}
