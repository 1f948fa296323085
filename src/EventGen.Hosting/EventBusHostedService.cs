using Microsoft.Extensions.Hosting;

namespace EventGen.Hosting;

/// <summary>Starts the bus before the host's other services start, and drains it after they have stopped.</summary>
internal sealed class EventBusHostedService(EventBus bus, IHostedBusInterceptor? interceptor = null) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await bus.StartAsync(cancellationToken).ConfigureAwait(false);

        // Hosts under test run beside each other: none of them is the bus of the process.
        if (interceptor is null) EventBus.SetDefault(bus);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => bus.StopAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
