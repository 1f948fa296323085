using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Storage;

namespace EventGen.EntityFrameworkCore.Tests.Databases;

/// <summary>A file in a folder of its own.</summary>
public sealed class SqliteTestDatabase : TestDatabase
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"ef-{Guid.NewGuid():N}");

    public override string ConnectionString => $"Data Source={Path.Combine(_folder, "shop.db")}";

    public override Task CreateAsync()
    {
        Directory.CreateDirectory(_folder);
        return Task.CompletedTask;
    }

    public override void Use(DbContextOptionsBuilder options, Func<ExecutionStrategyDependencies, IExecutionStrategy>? strategy) =>
        options.UseSqlite(ConnectionString, sqlite =>
        {
            if (strategy is not null) sqlite.ExecutionStrategy(strategy);
        });

    public override void AddOutbox(IEventBusBuilder builder) => builder.AddSqliteOutbox(ConnectionString, static options => (options.Application, options.Instance) = ("shop", "a"));

    public override ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        return default;
    }
}
