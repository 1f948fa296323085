using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Tests.Guards;

/// <summary>A container that throws when the bus opens a scope.</summary>
internal sealed class HostileServiceProvider(IServiceProvider services) : IServiceProvider, IServiceScopeFactory
{
    public object? GetService(Type serviceType) => serviceType == typeof(IServiceScopeFactory) ? this : services.GetService(serviceType);

    public IServiceScope CreateScope() => throw new HostileException();
}
