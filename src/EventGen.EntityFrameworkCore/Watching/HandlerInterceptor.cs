using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace EventGen.EntityFrameworkCore;

/// <summary>Has a context that a handler uses write in the handler's transaction, from its first command on, and not end it.</summary>
internal sealed class HandlerInterceptor(ContextEvents events) : IDbCommandInterceptor, IDbConnectionInterceptor, IDbTransactionInterceptor
{
    public InterceptionResult<DbCommand> CommandCreating(CommandCorrelatedEventData eventData, InterceptionResult<DbCommand> result)
    {
        if (OutboxTransaction.Current is not null) JoinedTransaction.JoinAsync(events, CancellationToken.None).Wait();
        return result;
    }

    public InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        if (OutboxTransaction.Current is null) return result;
        JoinedTransaction.JoinAsync(events, CancellationToken.None).Wait();
        return events.Joined is null ? result : InterceptionResult.Suppress();
    }

    public async ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        if (OutboxTransaction.Current is null) return result;
        await JoinedTransaction.JoinAsync(events, cancellationToken).ConfigureAwait(false);
        return events.Joined is null ? result : InterceptionResult.Suppress();
    }

    public InterceptionResult TransactionCommitting(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result) => NotEnded("Commit", result);

    public ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        new(NotEnded("CommitAsync", result));

    public InterceptionResult TransactionRollingBack(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result) => NotEnded("Rollback", result);

    public ValueTask<InterceptionResult> TransactionRollingBackAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        new(NotEnded("RollbackAsync", result));

    private InterceptionResult NotEnded(string method, InterceptionResult result) => events.Joined is null ? result : throw JoinedTransaction.IsNotTheHandlers(method);
}
