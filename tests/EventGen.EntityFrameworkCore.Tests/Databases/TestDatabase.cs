namespace EventGen.EntityFrameworkCore.Tests.Databases;

/// <summary>A database of one test, for the shop and for the outbox.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>How a program connects to it.</summary>
    public abstract string ConnectionString { get; }

    /// <summary>Creates it.</summary>
    public abstract Task CreateAsync();

    /// <summary>Has a context use it.</summary>
    /// <param name="options">The options of the context.</param>
    /// <param name="strategy">The execution strategy; <see langword="null"/> for the provider's own.</param>
    public abstract void Use(DbContextOptionsBuilder options, Func<Microsoft.EntityFrameworkCore.Storage.ExecutionStrategyDependencies, Microsoft.EntityFrameworkCore.Storage.IExecutionStrategy>? strategy);

    /// <summary>Keeps the outbox in it.</summary>
    public abstract void AddOutbox(IEventBusBuilder builder);

    public abstract ValueTask DisposeAsync();
}
