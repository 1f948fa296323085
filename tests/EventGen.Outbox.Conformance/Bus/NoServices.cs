using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Outbox.Conformance;

/// <summary>A provider without services, for handlers that take the transaction.</summary>
internal sealed class NoServices : IServiceProvider, IServiceScopeFactory, IServiceScope
{
    public static NoServices Instance { get; } = new();

    public IServiceProvider ServiceProvider => this;

    public object? GetService(Type serviceType) => serviceType == typeof(IServiceScopeFactory) || serviceType == typeof(IServiceProvider) ? this : null;

    public IServiceScope CreateScope() => this;

    public void Dispose()
    {
    }
}
