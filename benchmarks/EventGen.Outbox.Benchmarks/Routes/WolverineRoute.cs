using JasperFx.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Runtime;

namespace EventGen.Outbox.Benchmarks;

/// <summary>Wolverine's durable local queue.</summary>
/// <param name="persist">Says where.</param>
/// <param name="isTuned">Alone on its database and 64 messages in parallel; else as it is by default.</param>
internal sealed class WolverineRoute(Action<WolverineOptions> persist, bool isTuned) : IDurableRoute
{
    private readonly IHost _host = Host.CreateDefaultBuilder()
        .ConfigureLogging(static logging => logging.ClearProviders())
        .UseWolverine(options =>
        {
            persist(options);
            options.Discovery.DisableConventionalDiscovery().IncludeType(typeof(WolverineCounter));
            options.Policies.UseDurableLocalQueues();
            options.Services.AddResourceSetupOnStartup();
            if (!isTuned) return;
            options.Durability.Mode = DurabilityMode.Solo;
            options.LocalQueueFor<Ordered>().MaximumParallelMessages(64);
        })
        .Build();

    private long _emitted;
    private long _handledBefore;

    public Task StartAsync()
    {
        _handledBefore = OrderedCounter.Handled;
        return _host.StartAsync();
    }

    public Task EmitAsync(Ordered ordered)
    {
        Interlocked.Increment(ref _emitted);
        return new MessageBus(_host.Services.GetRequiredService<IWolverineRuntime>()).PublishAsync(ordered).AsTask();
    }

    /// <inheritdoc/>
    /// <remarks>Until all are handled: Wolverine keeps what it has handled in its tables for a while.</remarks>
    public async Task SettledAsync()
    {
        while (OrderedCounter.Handled - _handledBefore < Volatile.Read(ref _emitted)) await Task.Delay(1);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
