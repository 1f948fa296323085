using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Outbox.Tests;

/// <summary>A provider that was made before the bus, and knows nothing of it.</summary>
internal static class EmptyServices
{
    public static IServiceProvider Create() => new ServiceCollection().BuildServiceProvider();
}
