namespace EventGen.EntityFrameworkCore.Tests.Shop;

/// <summary>A context whose migrations create the outbox.</summary>
public sealed class MigratedDb(DbContextOptions<MigratedDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddEventGenOutbox().Entity<Order>().ToTable("migrated_orders");
}
