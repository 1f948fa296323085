using System.Data.Common;
using System.Transactions;
using Microsoft.EntityFrameworkCore.Storage;
using IsolationLevel = System.Data.IsolationLevel;

namespace EventGen.EntityFrameworkCore;

/// <summary>The transactions that the application begins on a context. In a handler there is one already. Not thread safe, as the context is not.</summary>
internal sealed class WatchedTransactions(IRelationalConnection connection) : IRelationalTransactionManager, ITransactionEnlistmentManager
{
    public IDbContextTransaction? CurrentTransaction => connection.CurrentTransaction;

    public Transaction? EnlistedTransaction => (connection as ITransactionEnlistmentManager)?.EnlistedTransaction;

    public Transaction? CurrentAmbientTransaction => (connection as ITransactionEnlistmentManager)?.CurrentAmbientTransaction;

    public IDbContextTransaction BeginTransaction()
    {
        ThrowInHandler("BeginTransaction");
        return connection.BeginTransaction();
    }

    public IDbContextTransaction BeginTransaction(IsolationLevel isolationLevel)
    {
        ThrowInHandler("BeginTransaction");
        return connection.BeginTransaction(isolationLevel);
    }

    public Task<IDbContextTransaction> BeginTransactionAsync(CancellationToken cancellationToken = default)
    {
        ThrowInHandler("BeginTransactionAsync");
        return connection.BeginTransactionAsync(cancellationToken);
    }

    public Task<IDbContextTransaction> BeginTransactionAsync(IsolationLevel isolationLevel, CancellationToken cancellationToken = default)
    {
        ThrowInHandler("BeginTransactionAsync");
        return connection.BeginTransactionAsync(isolationLevel, cancellationToken);
    }

    public IDbContextTransaction? UseTransaction(DbTransaction? transaction)
    {
        ThrowIfAnother(transaction, "UseTransaction");
        return connection.UseTransaction(transaction);
    }

    public IDbContextTransaction? UseTransaction(DbTransaction? transaction, Guid transactionId)
    {
        ThrowIfAnother(transaction, "UseTransaction");
        return connection.UseTransaction(transaction, transactionId);
    }

    public Task<IDbContextTransaction?> UseTransactionAsync(DbTransaction? transaction, CancellationToken cancellationToken = default)
    {
        ThrowIfAnother(transaction, "UseTransactionAsync");
        return connection.UseTransactionAsync(transaction, cancellationToken);
    }

    public Task<IDbContextTransaction?> UseTransactionAsync(DbTransaction? transaction, Guid transactionId, CancellationToken cancellationToken = default)
    {
        ThrowIfAnother(transaction, "UseTransactionAsync");
        return connection.UseTransactionAsync(transaction, transactionId, cancellationToken);
    }

    public void CommitTransaction() => connection.CommitTransaction();

    public Task CommitTransactionAsync(CancellationToken cancellationToken = default) => connection.CommitTransactionAsync(cancellationToken);

    public void RollbackTransaction() => connection.RollbackTransaction();

    public Task RollbackTransactionAsync(CancellationToken cancellationToken = default) => connection.RollbackTransactionAsync(cancellationToken);

    public void EnlistTransaction(Transaction? transaction)
    {
        if (transaction is not null) ThrowInHandler("EnlistTransaction");
        if (connection is ITransactionEnlistmentManager enlisting) enlisting.EnlistTransaction(transaction);
    }

    public bool SupportsSavepoints => connection.CurrentTransaction?.SupportsSavepoints ?? false;

    public void ResetState() => connection.ResetState();

    public Task ResetStateAsync(CancellationToken cancellationToken = default) => connection.ResetStateAsync(cancellationToken);

    private static void ThrowInHandler(string method)
    {
        if (OutboxTransaction.Current is not null) throw JoinedTransaction.IsNotTheHandlers(method);
    }

    private static void ThrowIfAnother(DbTransaction? transaction, string method)
    {
        if (transaction is not null && OutboxTransaction.Current is { } current && current.Transaction != transaction) throw JoinedTransaction.IsNotTheHandlers(method);
    }
}
