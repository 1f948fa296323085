using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.EntityFrameworkCore;

/// <summary>A context that the container makes and the bus watches. Immutable.</summary>
internal sealed class WatchedContext
{
    private readonly Func<IServiceProvider, DbContext?> _create;

    private WatchedContext(string name, Func<IServiceProvider, DbContext?> create) => (Name, _create) = (name, create);

    public string Name { get; }

    public static WatchedContext Of<TContext>() where TContext : DbContext => new(
        typeof(TContext).Name,
        static services => services.GetService<IDbContextFactory<TContext>>() is { } factory ? factory.CreateDbContext() : services.GetService<TContext>());

    /// <summary>Makes one, which the caller disposes.</summary>
    /// <returns><see langword="null"/> when the container does not have it.</returns>
    public DbContext? Create(IServiceProvider services) => _create(services);
}
