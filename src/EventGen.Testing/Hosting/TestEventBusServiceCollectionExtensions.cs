using System.Diagnostics;
using EventGen;
using EventGen.Hosting;
using EventGen.Testing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes the event bus of a container one for tests.</summary>
public static class TestEventBusServiceCollectionExtensions
{
    /// <summary>
    /// Makes the container's event bus one that records: <see cref="TestEventBus"/> is then a service, and <see cref="EventBus"/> and each
    /// <see cref="EventTopic{T}"/> and <see cref="EventGroup{T}"/> are those of it. Before or after the application's own
    /// <c>AddEventGen</c>; without that, the bus has the events and handlers of the test's project and of all it references.
    /// </summary>
    /// <remarks>
    /// <para>The application's publishers are not made: what goes to them is recorded and sent nowhere.</para>
    /// <para>The bus does not become the process's ambient one, so that hosts run beside each other. It is the ambient one in what the host
    /// starts, in the requests of a web host, and in handlers; elsewhere, in the test itself for example, inside <see cref="TestEventBus.Use"/>.</para>
    /// </remarks>
    /// <param name="services">The container.</param>
    /// <param name="configure">Changes what the bus is made of, after the application has; called when the bus is made. Calling the method again adds to it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    public static IServiceCollection UseTestEventBus(this IServiceCollection services, Action<EventBusBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddEventGen();
        if (configure is not null) services.AddSingleton(new TestBusSetting(configure));
        services.TryAddSingleton(static provider => new HostedTestBus(provider.GetServices<TestBusSetting>()));
        services.TryAddSingleton<IHostedBusInterceptor>(static provider => provider.GetRequiredService<HostedTestBus>());
        services.TryAddSingleton(static provider => provider.GetRequiredService<HostedTestBus>().In(provider));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, HostFlow>(
            static provider => new HostFlow(provider.GetRequiredService<TestEventBus>(), provider.GetService<DiagnosticListener>())));
        return services;
    }
}
