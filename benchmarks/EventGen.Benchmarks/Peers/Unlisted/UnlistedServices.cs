using MessagePipe;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Benchmarks.Peers.Unlisted;

/// <summary>A container for MessagePipe, which not every registry has.</summary>
internal static class UnlistedServices
{
    public static IServiceProvider Provider { get; } = new ServiceCollection().AddMessagePipe().Services.BuildServiceProvider();
}
