using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace EventGen.EntityFrameworkCore;

/// <summary>The transaction of a handler's attempt, which a context writes in. Used by one thread at a time.</summary>
internal sealed class JoinedTransaction
{
    private static readonly ConditionalWeakTable<OutboxTransaction, DbContext> s_contexts = [];

    private readonly IRelationalConnection _connection;

    private JoinedTransaction(OutboxTransaction transaction, IRelationalConnection connection) => (Transaction, _connection) = (transaction, connection);

    public OutboxTransaction Transaction { get; }

    /// <summary>Has a context write in the transaction of the handler that runs, if one runs and the context has no transaction of its own.</summary>
    public static async ValueTask JoinAsync(ContextEvents events, CancellationToken cancellationToken)
    {
        if (events.Joined is not null || OutboxTransaction.Current is not { } transaction) return;
        var context = events.Context;
        if (context.Database.CurrentTransaction is not null) return;
        if (s_contexts.TryGetValue(transaction, out var other) && other != context)
        {
            throw new InvalidOperationException(
                $"The handler uses {other.GetType().Name} and another {context.GetType().Name}, and one transaction has one of them. Use one context in a handler: take it as a parameter "
                + "instead of making more, or leave one to another handler.");
        }

        await transaction.BeginAsync(cancellationToken).ConfigureAwait(false);
        s_contexts.AddOrUpdate(transaction, context);
        var joined = new JoinedTransaction(transaction, context.GetService<IRelationalConnection>());
        events.Joined = joined;   // before: Entity Framework tells of the transaction that it is given
        joined._connection.SetDbConnection(transaction.Connection, contextOwnsConnection: false);
        joined._connection.UseTransaction(transaction.Transaction);
    }

    /// <summary>The context has a connection of its own again.</summary>
    public void Leave()
    {
        _connection.UseTransaction(null);
        _connection.SetDbConnection(null, contextOwnsConnection: true);
    }
}
