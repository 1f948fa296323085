using Mediator;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.ColdStart.Benchmarks.Programs;

/// <summary>Two events published through Mediator and its container; it has no queue.</summary>
internal static class MediatorProgram
{
    public static async Task RunAsync()
    {
        var services = new ServiceCollection();
        services.AddMediator(static options => options.ServiceLifetime = ServiceLifetime.Singleton);
        await using var provider = services.BuildServiceProvider();
        var mediator = provider.GetRequiredService<IMediator>();
        await mediator.Publish(new StartedNotice(1));
        await mediator.Publish(new StartedNotice(2));
    }
}
