using EventGen.Outbox.PostgreSql;
using Npgsql;

namespace EventGen;

/// <summary>Adds an outbox in PostgreSQL to an event bus.</summary>
public static class PostgreSqlOutboxEventBusBuilderExtensions
{
    /// <summary>Keeps durable events, their inbox and their dead letters in PostgreSQL, for any number of instances of the application.</summary>
    /// <remarks>Each instance keeps two connections, one to write and one on which it listens and holds the lock of its name: a pool of transactions between it and the server, such as PgBouncer's, does not do.</remarks>
    /// <typeparam name="TBuilder">The builder, which is returned.</typeparam>
    /// <param name="builder">Says what the bus is made of.</param>
    /// <param name="connectionString">As Npgsql takes it, such as <c>Host=localhost;Username=shop;Password=…;Database=shop</c>.</param>
    /// <param name="configure">Changes the settings after the configuration has.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public static TBuilder AddPostgreSqlOutbox<TBuilder>(this TBuilder builder, string connectionString, Action<OutboxOptions>? configure = null)
        where TBuilder : IEventBusBuilder
    {
        var settings = PostgreSqlLocation.Parse(connectionString);
        return builder.AddOutbox((_, _) => new PostgreSqlOutboxStore(new PostgreSqlLocation(settings)), configure);
    }

    /// <param name="builder">Says what the bus is made of.</param>
    /// <param name="dataSource">The application's own; it is not disposed with the bus.</param>
    /// <param name="configure">Changes the settings after the configuration has.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="dataSource"/> is <see langword="null"/>.</exception>
    /// <inheritdoc cref="AddPostgreSqlOutbox{TBuilder}(TBuilder, string, Action{OutboxOptions})"/>
    public static TBuilder AddPostgreSqlOutbox<TBuilder>(this TBuilder builder, NpgsqlDataSource dataSource, Action<OutboxOptions>? configure = null)
        where TBuilder : IEventBusBuilder
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return builder.AddOutbox((_, _) => new PostgreSqlOutboxStore(new PostgreSqlLocation(dataSource)), configure);
    }
}
