using MessagePipe;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Benchmarks.Peers;

/// <summary>One container with every peer that needs one.</summary>
internal static class PeerServices
{
    public static IServiceProvider Provider { get; } = new ServiceCollection()
        .AddLogging()
        .AddMessagePipe()
        .Services
        .AddMediator(static options => options.ServiceLifetime = ServiceLifetime.Singleton)
        .AddMediatR(static configuration => configuration.RegisterServicesFromAssembly(typeof(PeerServices).Assembly))
        .BuildServiceProvider();
}
