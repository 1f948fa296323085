using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace EventGen.EntityFrameworkCore.Tests.Databases;

/// <summary>A database of its own on the shared server.</summary>
public sealed class PostgreSqlTestDatabase(SharedServer shared) : TestDatabase
{
    private string _connectionString = "";

    public override string ConnectionString => _connectionString;

    public override async Task CreateAsync()
    {
        PostgreSqlServer.Require();
        _connectionString = await shared.Server.CreateDatabaseAsync();
    }

    public override void Use(DbContextOptionsBuilder options, Func<ExecutionStrategyDependencies, IExecutionStrategy>? strategy) =>
        options.UseNpgsql(_connectionString, npgsql =>
        {
            if (strategy is not null) npgsql.ExecutionStrategy(strategy);
        });

    public override void AddOutbox(IEventBusBuilder builder) => builder.AddPostgreSqlOutbox(_connectionString, static options => (options.Application, options.Instance) = ("shop", "a"));

    public override ValueTask DisposeAsync()
    {
        if (_connectionString.Length > 0) NpgsqlConnection.ClearPool(new NpgsqlConnection(_connectionString));
        return default;
    }
}
