using Microsoft.Extensions.Hosting;

namespace EventGen.Hosting.Tests.Support;

/// <summary>A hosted service that calls delegates of the test.</summary>
internal sealed class CallbackHostedService : IHostedService
{
    public Func<CancellationToken, Task> OnStart { get; init; } = static _ => Task.CompletedTask;

    public Func<CancellationToken, Task> OnStop { get; init; } = static _ => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => OnStart(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => OnStop(cancellationToken);
}
