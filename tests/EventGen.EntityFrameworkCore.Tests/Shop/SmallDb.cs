namespace EventGen.EntityFrameworkCore.Tests.Shop;

/// <summary>A context without an entity of a trigger.</summary>
public sealed class SmallDb(DbContextOptions<SmallDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Order>().ToTable("orders");
}
