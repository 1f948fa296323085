using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EventGen.EntityFrameworkCore;

/// <summary>The bus that watches a context, in the context's options. Thread safe.</summary>
internal sealed class WatchOptions(Func<EventBus> bus, bool isCheckedAtStart) : IDbContextOptionsExtension
{
    // If two threads race, both find the same bus.
    private EventBus? _bus;

    public EventBus Bus => _bus ??= bus();

    /// <summary>Throws where a context is in another database than the outbox, if the bus has not found that out at its start.</summary>
    public ValueTask RequireOneDatabaseAsync(DbContext context, CancellationToken cancellationToken) =>
        isCheckedAtStart || !Bus.Outbox.HasStore ? default : OneDatabase.RequireAsync(Bus, context, cancellationToken);

    public DbContextOptionsExtensionInfo Info => new WatchInfo(this);

    public void ApplyServices(IServiceCollection services)
    {
        services.TryAddScoped<ContextEvents>();
        services.TryAddScoped<ContextSaver>();
        services.AddScoped<IResettableService>(static provider => provider.GetRequiredService<ContextEvents>());
        services.AddScoped<IInterceptor, SavingInterceptor>();
        services.AddScoped<IInterceptor, HandlerInterceptor>();
    }

    public void Validate(IDbContextOptions options)
    {
    }

    // The services are the same for every bus.
    private sealed class WatchInfo(WatchOptions extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "watched by EventGen ";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is WatchInfo;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["EventGen"] = "1";
    }
}
