using System.Data.Common;
using System.Transactions;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace EventGen.EntityFrameworkCore;

/// <summary>Stands for the transaction of a <see cref="TransactionScope"/> that a connection takes part in, and that ADO.NET has no object for. Whoever made the scope ends it.</summary>
internal sealed class AmbientTransaction : DbTransaction
{
    private readonly DbConnection _connection;

    private AmbientTransaction(DbConnection connection) => _connection = connection;

    public override System.Data.IsolationLevel IsolationLevel => System.Data.IsolationLevel.Unspecified;

    protected override DbConnection DbConnection => _connection;

    /// <summary>The transaction that a connection is in: its own, or the ambient one.</summary>
    public static DbTransaction Of(IRelationalConnection connection) => connection.CurrentTransaction?.GetDbTransaction() ?? new AmbientTransaction(connection.DbConnection);

    /// <summary>The ambient transaction that a context writes in.</summary>
    public static Transaction? Current(DatabaseFacade database) => database.GetEnlistedTransaction() ?? Transaction.Current;

    /// <summary>Emits events after the commit, and never after a roll-back.</summary>
    public static void OnCommitted(Transaction transaction, EmittedEvent[] emitted, ContextEvents events)
    {
        if (emitted.Length == 0) return;
        transaction.TransactionCompleted += (_, completed) =>
        {
            if (completed.Transaction?.TransactionInformation.Status == TransactionStatus.Committed) events.EmitAsync(emitted, isSynchronous: true).Wait();
        };
    }

    public override void Commit() => throw new NotSupportedException("The TransactionScope commits.");

    public override void Rollback() => throw new NotSupportedException("The TransactionScope rolls back.");
}
