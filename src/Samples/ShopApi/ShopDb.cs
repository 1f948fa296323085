using ShopApi.Orders;
using ShopApi.Receipts;

namespace ShopApi;

/// <summary>The shop's database.</summary>
internal sealed class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Receipt> Receipts => Set<Receipt>();

    // Of two requests that pay an order at once, the second one's save fails.
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.Entity<Order>().Property(order => order.Status).IsConcurrencyToken();
}
