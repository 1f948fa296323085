using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EventGen.Hosting;

/// <summary>Starts the bus before the host's other services start, and drains it after they have stopped.</summary>
internal sealed class EventBusHostedService(IServiceProvider services, IHostedBusInterceptor? interceptor = null) : IHostedLifecycleService
{
    // Null until the start.
    private EventBus? _bus;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        // Not made with this service: by now the host has checked the settings of the bus and of all publishers, and has told all that is wrong at once.
        _bus = services.GetRequiredService<EventBus>();
        try
        {
            await _bus.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (services.GetService<IHostApplicationLifetime>() is { ApplicationStopping.IsCancellationRequested: true })
        {
            // The application is told to stop while a broker or a database does not answer. That is no failure of the start: the host goes on to its stop. What the program does in
            // between is done on this bus as well: a stream that it opens ends with the stop.
        }

        // Hosts under test run beside each other: none of them is the bus of the process.
        if (interceptor is null) EventBus.SetDefault(_bus);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => _bus?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
