using EventGen;
using Microsoft.EntityFrameworkCore;

namespace MigratedShop;

/// <summary>A context each, for its migrations are of one database.</summary>
public abstract class ShopDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
#if OUTBOX
        modelBuilder.AddEventGenOutbox();
#endif
    }
}

public sealed class SqliteShop(DbContextOptions<SqliteShop> options) : ShopDb(options);

public sealed class PostgreSqlShop(DbContextOptions<PostgreSqlShop> options) : ShopDb(options);
