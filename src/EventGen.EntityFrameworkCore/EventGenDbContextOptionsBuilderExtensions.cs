using EventGen.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace EventGen;

/// <summary>Has a bus watch a context that no container makes.</summary>
public static class EventGenDbContextOptionsBuilderExtensions
{
    /// <summary>Has a bus watch the contexts of these options: events can be emitted with their changes.</summary>
    /// <param name="options">The options of the context.</param>
    /// <param name="bus">The bus.</param>
    /// <returns><paramref name="options"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> or <paramref name="bus"/> is <see langword="null"/>.</exception>
    public static DbContextOptionsBuilder UseEventGen(this DbContextOptionsBuilder options, EventBus bus)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(bus);
        return options.Watch(() => bus, isCheckedAtStart: false);
    }

    /// <inheritdoc cref="UseEventGen(DbContextOptionsBuilder, EventBus)"/>
    /// <typeparam name="TContext">The context.</typeparam>
    public static DbContextOptionsBuilder<TContext> UseEventGen<TContext>(this DbContextOptionsBuilder<TContext> options, EventBus bus)
        where TContext : DbContext
    {
        UseEventGen((DbContextOptionsBuilder)options, bus);
        return options;
    }

    /// <summary>Has a bus watch the contexts of these options, found when the first event is emitted.</summary>
    internal static DbContextOptionsBuilder Watch(this DbContextOptionsBuilder options, Func<EventBus> bus, bool isCheckedAtStart)
    {
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new WatchOptions(bus, isCheckedAtStart));
        return options.ReplaceService<IExecutionStrategyFactory, WatchedStrategyFactory>()
            .ReplaceService<IDatabase, WatchedDatabase>()
            .ReplaceService<IDbContextTransactionManager, WatchedTransactions>()
            .ReplaceService<IMigrationsModelDiffer, OutboxMigrations>();
    }
}
