using System.Data.Common;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace EventGen.EntityFrameworkCore;

/// <summary>A transaction as the application has it: notes which savepoints it makes, releases and rolls back. Not thread safe, as the context is not.</summary>
/// <remarks>Interceptors of transactions are not told the names of savepoints, and are told of those too that Entity Framework makes for its saves.</remarks>
internal sealed class WatchedTransaction(IDbContextTransaction inner, ContextEvents events) : IDbContextTransaction, IInfrastructure<DbTransaction>
{
    public IDbContextTransaction Inner => inner;

    public Guid TransactionId => inner.TransactionId;

    public bool SupportsSavepoints => inner.SupportsSavepoints;

    DbTransaction IInfrastructure<DbTransaction>.Instance => inner.GetDbTransaction();

    public void Commit() => inner.Commit();

    public Task CommitAsync(CancellationToken cancellationToken = default) => inner.CommitAsync(cancellationToken);

    public void Rollback() => inner.Rollback();

    public Task RollbackAsync(CancellationToken cancellationToken = default) => inner.RollbackAsync(cancellationToken);

    public void CreateSavepoint(string name)
    {
        inner.CreateSavepoint(name);
        events.SavepointMade(TransactionId, name);
    }

    public async Task CreateSavepointAsync(string name, CancellationToken cancellationToken = default)
    {
        await inner.CreateSavepointAsync(name, cancellationToken).ConfigureAwait(false);
        events.SavepointMade(TransactionId, name);
    }

    public void RollbackToSavepoint(string name)
    {
        inner.RollbackToSavepoint(name);
        events.SavepointRolledBack(name);
    }

    public async Task RollbackToSavepointAsync(string name, CancellationToken cancellationToken = default)
    {
        await inner.RollbackToSavepointAsync(name, cancellationToken).ConfigureAwait(false);
        events.SavepointRolledBack(name);
    }

    public void ReleaseSavepoint(string name)
    {
        inner.ReleaseSavepoint(name);
        events.SavepointReleased(name);
    }

    public async Task ReleaseSavepointAsync(string name, CancellationToken cancellationToken = default)
    {
        await inner.ReleaseSavepointAsync(name, cancellationToken).ConfigureAwait(false);
        events.SavepointReleased(name);
    }

    public void Dispose() => inner.Dispose();

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
