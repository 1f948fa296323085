using EventGen;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace MigratedShop;

/// <summary>What <c>dotnet ef</c> makes the contexts with. Its argument is the connection string.</summary>
public sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteShop>
{
    public SqliteShop CreateDbContext(string[] args) => new(Options(args[0], Bus(args[0])));

    public static DbContextOptions<SqliteShop> Options(string connectionString, EventBus bus) => new DbContextOptionsBuilder<SqliteShop>().UseSqlite(connectionString).UseEventGen(bus).Options;

    public static EventBus Bus(string connectionString) => Program.Create(bus => bus.AddSqliteOutbox(connectionString, Program.Configure));
}

/// <inheritdoc cref="SqliteDesign"/>
public sealed class PostgreSqlDesign : IDesignTimeDbContextFactory<PostgreSqlShop>
{
    public PostgreSqlShop CreateDbContext(string[] args) => new(Options(args[0], Bus(args[0])));

    public static DbContextOptions<PostgreSqlShop> Options(string connectionString, EventBus bus) => new DbContextOptionsBuilder<PostgreSqlShop>().UseNpgsql(connectionString).UseEventGen(bus).Options;

    public static EventBus Bus(string connectionString) => Program.Create(bus => bus.AddPostgreSqlOutbox(connectionString, Program.Configure));
}
