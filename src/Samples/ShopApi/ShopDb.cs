using ShopApi.Orders;
using ShopApi.Receipts;

namespace ShopApi;

/// <summary>The shop's database.</summary>
internal sealed class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Receipt> Receipts => Set<Receipt>();
}
