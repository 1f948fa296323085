using Microsoft.EntityFrameworkCore;

namespace EventGen.EntityFrameworkCore.Benchmarks;

public sealed class BenchmarkDb(DbContextOptions<BenchmarkDb> options) : DbContext(options)
{
    public DbSet<Reading> Readings => Set<Reading>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<OutboxRow> Rows => Set<OutboxRow>();
}
