using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventGen.EntityFrameworkCore;

/// <summary>Refuses the start of a bus that its contexts do not suit: entities of triggers that none has, another database than the outbox's.</summary>
internal sealed class ContextCheck(IEnumerable<WatchedContext> contexts, IServiceScopeFactory scopes, ILoggerFactory? loggers = null) : IEventBusStartCheck
{
    public async ValueTask<IReadOnlyList<string>> CheckAsync(EventBus bus, CancellationToken cancellationToken)
    {
        List<string> errors = [];
        HashSet<Type> mapped = [];
        foreach (var watched in contexts)
        {
            await using var scope = scopes.CreateAsyncScope();
            await using var context = watched.Create(scope.ServiceProvider);
            if (context is null)
            {
                errors.Add($"{watched.Name} is watched, but the container does not have it: register it with AddDbContext<{watched.Name}>, or take AddEntityFramework<{watched.Name}> out.");
                continue;
            }

            mapped.UnionWith(context.Model.GetEntityTypes().Select(static type => type.ClrType));
            if (!bus.Outbox.HasStore) continue;
            if (OutboxMigrations.IsIn(context.Model)) bus.Outbox.UseExistingTables();
            if (bus.Descriptors.Any(static descriptor => descriptor.IsDurable) && !await SharesDatabaseAsync(bus, watched, context, cancellationToken).ConfigureAwait(false))
            {
                errors.Add(
                    $"{watched.Name} and the outbox are in two databases, so durable events cannot be written in its transactions. Give AddSqliteOutbox or AddPostgreSqlOutbox the database of "
                    + $"the context, or take AddEntityFramework<{watched.Name}> out.");
            }
        }

        if (errors.Count == 0) errors.AddRange(Unmapped(bus, mapped));
        return errors;
    }

    private static IEnumerable<string> Unmapped(EventBus bus, HashSet<Type> mapped) =>
        from descriptor in bus.Descriptors
        from trigger in descriptor.Triggers
        where trigger.Entity.IsInterface || !mapped.Any(trigger.Entity.IsAssignableFrom)
        select trigger.Entity.IsInterface
            ? $"Event '{descriptor.Id}' has a trigger on {trigger.Entity.Name}, which is an interface: triggers are on classes. Name the entity, or a base class of the entities."
            : $"Event '{descriptor.Id}' has a trigger on {trigger.Entity.Name}, but no context that the bus watches has this entity: map it, or add the context with AddEntityFramework<TContext>().";

    private async ValueTask<bool> SharesDatabaseAsync(EventBus bus, WatchedContext watched, DbContext context, CancellationToken cancellationToken)
    {
        try
        {
            await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            bool isShared = await bus.Outbox.IsInAsync(context.Database.GetDbConnection(), cancellationToken).ConfigureAwait(false);
            // A pool would hand on the context with an open connection, and no handler could use it.
            await context.Database.CloseConnectionAsync().ConfigureAwait(false);
            return isShared;
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            loggers?.CreateLogger("EventGen.EntityFrameworkCore").DatabaseNotCompared(exception, watched.Name);
            return true;
        }
    }
}
