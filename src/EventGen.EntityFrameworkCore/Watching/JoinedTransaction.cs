using System.Data.Common;
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

    // What the context connects with outside of handlers: a connection that it was given, or a text. Neither where it has a data source, which it keeps.
    private readonly DbConnection? _given;
    private readonly string? _text;
    private bool _emits;

    private JoinedTransaction(OutboxTransaction transaction, DbContext context)
    {
        Transaction = transaction;
        _connection = context.GetService<IRelationalConnection>();
        var options = RelationalOptionsExtension.Extract(context.GetService<IDbContextOptions>());
        _given = options.Connection;
        _text = _given is null && options.ConnectionString is not null ? _connection.ConnectionString : null;
    }

    public OutboxTransaction Transaction { get; }

    /// <summary>What is emitted after the handler's commit.</summary>
    public List<EmittedEvent> AfterCommit { get; } = [];

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

        if (context.GetService<IDbContextOptions>().FindExtension<WatchOptions>() is { } watch) await watch.RequireOneDatabaseAsync(context, cancellationToken).ConfigureAwait(false);
        await transaction.BeginAsync(cancellationToken).ConfigureAwait(false);
        s_contexts.AddOrUpdate(transaction, context);
        var joined = new JoinedTransaction(transaction, context);
        events.Joined = joined;   // before: Entity Framework tells of the transaction that it is given
        joined._connection.SetDbConnection(transaction.Connection, contextOwnsConnection: false);
        joined._connection.UseTransaction(transaction.Transaction);
    }

    /// <summary>Emits events after the handler's commit, unless a savepoint before them is rolled back.</summary>
    public void EmitAfterCommit(EmittedEvent[] saved, ContextEvents events)
    {
        AfterCommit.AddRange(saved);
        if (_emits || saved.Length == 0) return;
        _emits = true;
        Transaction.OnCommitted(() => events.EmitAsync([.. AfterCommit], isSynchronous: false));
    }

    /// <summary>What a handler hears that begins or ends a transaction.</summary>
    public static InvalidOperationException IsNotTheHandlers(string method) => new(
        $"A handler calls {method} of a context that its bus watches. What the handler does with the context is in one transaction already, which is committed after the handler has returned and "
        + "rolled back when it throws: take the call out. What must be committed whatever becomes of the handler belongs in a handler of another event, or in a context that no bus watches.");

    /// <summary>The context connects as before again: a pool gives it to others.</summary>
    public void Leave()
    {
        _connection.UseTransaction(null);
        _connection.SetDbConnection(_given, contextOwnsConnection: _given is null);
        if (_text is not null) _connection.ConnectionString = _text;
    }
}
