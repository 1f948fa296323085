using System.Data.Common;
using System.Transactions;
using Microsoft.EntityFrameworkCore.Storage;
using IsolationLevel = System.Data.IsolationLevel;

namespace EventGen.EntityFrameworkCore;

/// <summary>The transactions that the application begins on a context. In a handler there is one already. Not thread safe, as the context is not.</summary>
internal sealed class WatchedTransactions(IRelationalConnection connection, ContextEvents events) : IRelationalTransactionManager, ITransactionEnlistmentManager
{
    private WatchedTransaction? _watched;

    public IDbContextTransaction? CurrentTransaction => connection.CurrentTransaction is { } current ? Watch(current) : _watched = null;

    public Transaction? EnlistedTransaction => (connection as ITransactionEnlistmentManager)?.EnlistedTransaction;

    public Transaction? CurrentAmbientTransaction => (connection as ITransactionEnlistmentManager)?.CurrentAmbientTransaction;

    public IDbContextTransaction BeginTransaction()
    {
        ThrowInHandler("BeginTransaction");
        return Watch(connection.BeginTransaction());
    }

    public IDbContextTransaction BeginTransaction(IsolationLevel isolationLevel)
    {
        ThrowInHandler("BeginTransaction");
        return Watch(connection.BeginTransaction(isolationLevel));
    }

    public async Task<IDbContextTransaction> BeginTransactionAsync(CancellationToken cancellationToken = default)
    {
        ThrowInHandler("BeginTransactionAsync");
        return Watch(await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false));
    }

    public async Task<IDbContextTransaction> BeginTransactionAsync(IsolationLevel isolationLevel, CancellationToken cancellationToken = default)
    {
        ThrowInHandler("BeginTransactionAsync");
        return Watch(await connection.BeginTransactionAsync(isolationLevel, cancellationToken).ConfigureAwait(false));
    }

    public IDbContextTransaction? UseTransaction(DbTransaction? transaction)
    {
        ThrowIfAnother(transaction, "UseTransaction");
        connection.UseTransaction(transaction);
        return CurrentTransaction;
    }

    public IDbContextTransaction? UseTransaction(DbTransaction? transaction, Guid transactionId)
    {
        ThrowIfAnother(transaction, "UseTransaction");
        connection.UseTransaction(transaction, transactionId);
        return CurrentTransaction;
    }

    public async Task<IDbContextTransaction?> UseTransactionAsync(DbTransaction? transaction, CancellationToken cancellationToken = default)
    {
        ThrowIfAnother(transaction, "UseTransactionAsync");
        await connection.UseTransactionAsync(transaction, cancellationToken).ConfigureAwait(false);
        return CurrentTransaction;
    }

    public async Task<IDbContextTransaction?> UseTransactionAsync(DbTransaction? transaction, Guid transactionId, CancellationToken cancellationToken = default)
    {
        ThrowIfAnother(transaction, "UseTransactionAsync");
        await connection.UseTransactionAsync(transaction, transactionId, cancellationToken).ConfigureAwait(false);
        return CurrentTransaction;
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

    // One transaction is one object, however often it is asked for.
    private WatchedTransaction Watch(IDbContextTransaction transaction) => _watched?.Inner == transaction ? _watched : _watched = new WatchedTransaction(transaction, events);

    private static void ThrowInHandler(string method)
    {
        if (OutboxTransaction.Current is not null) throw JoinedTransaction.IsNotTheHandlers(method);
    }

    private static void ThrowIfAnother(DbTransaction? transaction, string method)
    {
        if (transaction is not null && OutboxTransaction.Current is { } current && current.Transaction != transaction) throw JoinedTransaction.IsNotTheHandlers(method);
    }
}
