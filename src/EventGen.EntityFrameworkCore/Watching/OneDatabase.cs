using System.Collections.Concurrent;
using System.Data;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace EventGen.EntityFrameworkCore;

/// <summary>Finds out whether contexts that no container makes are in the database of the outbox: a start cannot ask them. Thread safe.</summary>
internal static class OneDatabase
{
    // By connection string. Two threads may both ask; they get one answer.
    private static readonly ConditionalWeakTable<EventBus, ConcurrentDictionary<string, bool>> s_shared = [];

    /// <summary>Asks once for each bus and connection string.</summary>
    /// <exception cref="InvalidOperationException">They are in two databases.</exception>
    public static ValueTask RequireAsync(EventBus bus, DbContext context, CancellationToken cancellationToken) =>
        s_shared.GetOrCreateValue(bus).ContainsKey(context.Database.GetDbConnection().ConnectionString) ? default : AskAsync(bus, context, cancellationToken);

    private static async ValueTask AskAsync(EventBus bus, DbContext context, CancellationToken cancellationToken)
    {
        // Past Entity Framework, which would tell of it and have the context join the handler's transaction.
        var connection = context.Database.GetDbConnection();
        string before = connection.ConnectionString;
        bool isOpen = connection.State == ConnectionState.Open;
        if (!isOpen) await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!await bus.Outbox.IsInAsync(connection, cancellationToken).ConfigureAwait(false))
            {
                throw new InvalidOperationException(
                    $"{context.GetType().Name} and the outbox are in two databases, so durable events cannot be written in its transactions. Give AddSqliteOutbox or AddPostgreSqlOutbox the "
                    + "database of the context, or take UseEventGen out of its options.");
            }
        }
        finally
        {
            if (!isOpen) await connection.CloseAsync().ConfigureAwait(false);
        }

        s_shared.GetOrCreateValue(bus)[before] = true;
    }
}
