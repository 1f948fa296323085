using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace EventGen.EntityFrameworkCore;

/// <summary>A context without entities and without EventGen, whose services are those of the provider itself: what EventGen replaces in a context's services, Entity Framework does not hand on.</summary>
internal sealed class ProviderContext : DbContext
{
    private ProviderContext(DbContextOptions<ProviderContext> options)
        : base(options)
    {
    }

    /// <summary>Makes one with the provider and the plug-ins of another context.</summary>
    // The core's extension has what replaces services.
    public static ProviderContext Of(IDbContextOptions options) => new(new DbContextOptions<ProviderContext>(
        options.Extensions.Where(static extension => extension is not (WatchOptions or CoreOptionsExtension)).ToDictionary(static extension => extension.GetType())));
}
