using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.RabbitMQ;
using Wolverine.Runtime;

namespace EventGen.Transports.Benchmarks.Routes;

/// <summary>Wolverine over RabbitMQ, each message sent where it is awaited: without waiting for a confirmation, and transient.</summary>
internal sealed class WolverineRoute(string address, string name, bool isQuorum, ushort prefetch) : Route
{
    private IHost? _sending;
    private IHost? _receiving;

    public override async Task PrepareAsync()
    {
        await RabbitMQRoute.DeclareAsync(address, name, name, isQuorum);
        _sending = Create(options => options.PublishMessage<Shipped>().ToRabbitQueue(name).SendInline());
        await _sending.StartAsync();
    }

    public override Task ListenAsync()
    {
        WolverineCounter.Counted = Count;
        _receiving = Create(options => options.ListenToRabbitQueue(name).PreFetchCount(prefetch).ProcessInline());
        return _receiving.StartAsync();
    }

    public override ValueTask SendAsync(Shipped shipped) => new MessageBus(_sending!.Services.GetRequiredService<IWolverineRuntime>()).PublishAsync(shipped);

    public override async ValueTask DisposeAsync()
    {
        foreach (var host in new[] { _receiving, _sending })
        {
            if (host is null) continue;
            await host.StopAsync();
            host.Dispose();
        }

        await RabbitMQRoute.DeleteAsync(address, name, name);
    }

    private IHost Create(Action<WolverineOptions> configure) => Host.CreateDefaultBuilder()
        .ConfigureLogging(static logging => logging.ClearProviders())
        .UseWolverine(options =>
        {
            var rabbit = options.UseRabbitMq(new Uri(address));
            if (isQuorum) rabbit.UseQuorumQueues();
            options.Discovery.DisableConventionalDiscovery().IncludeType(typeof(WolverineCounter));
            configure(options);
        })
        .Build();
}
