using Microsoft.EntityFrameworkCore.Diagnostics;

namespace EventGen.EntityFrameworkCore.Tests.Databases;

/// <summary>Marks invoices as deleted instead of deleting them.</summary>
internal sealed class SoftDelete : SaveChangesInterceptor
{
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        foreach (var entry in eventData.Context!.ChangeTracker.Entries<Invoice>().Where(static entry => entry.State == EntityState.Deleted))
        {
            entry.State = EntityState.Unchanged;
            entry.Entity.IsDeleted = true;
        }

        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) => new(SavingChanges(eventData, result));
}
