using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;

namespace EventGen.EntityFrameworkCore;

/// <summary>Writes the rows of a save, and with them its events. Not thread safe, as the context is not.</summary>
/// <remarks>
/// Here, because only here the changes are final: interceptors have had their turn, changes have been detected and cascaded. The events are one more batch of
/// the save, so they are in its transaction, whose ever that is, and go with the rows when it rolls back.
/// </remarks>
internal sealed class WatchedDatabase(
    DatabaseDependencies dependencies, RelationalDatabaseDependencies relational, ICurrentDbContext current, ContextSaver saver) : RelationalDatabase(dependencies, relational)
{
    public override int SaveChanges(IList<IUpdateEntry> entries)
    {
        var before = current.Context.Database.AutoTransactionBehavior;
        try
        {
            if (!saver.BeginRows(entries)) return base.SaveChanges(entries);
            RequireTransaction();
            return RelationalDependencies.BatchExecutor.Execute(Batches(entries), RelationalDependencies.Connection);
        }
        finally
        {
            End(before);
        }
    }

    public override async Task<int> SaveChangesAsync(IList<IUpdateEntry> entries, CancellationToken cancellationToken = default)
    {
        var before = current.Context.Database.AutoTransactionBehavior;
        try
        {
            if (!saver.BeginRows(entries)) return await base.SaveChangesAsync(entries, cancellationToken).ConfigureAwait(false);
            RequireTransaction();
            return await RelationalDependencies.BatchExecutor.ExecuteAsync(Batches(entries), RelationalDependencies.Connection, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            End(before);
        }
    }

    private IEnumerable<ModificationCommandBatch> Batches(IList<IUpdateEntry> entries) =>
        RelationalDependencies.BatchPreparer.BatchCommands(entries, Dependencies.UpdateAdapterFactory.Create()).Append(new EventBatch(saver));

    // Without it a save of one row has no transaction that the events could be in.
    private void RequireTransaction() => current.Context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;

    private void End(AutoTransactionBehavior before)
    {
        current.Context.Database.AutoTransactionBehavior = before;
        saver.EndRows();
    }
}
