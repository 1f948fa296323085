namespace EventGen.EntityFrameworkCore.Tests.Shop;

public sealed class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.Entity<Order>(static order =>
        {
            order.ToTable("orders");
            order.HasIndex(static o => o.Number).IsUnique();
        });
}
