using Microsoft.Extensions.Hosting;

namespace EventGen.Hosting.Tests.Support;

/// <summary>A hosted service that does what a test tells it to.</summary>
internal sealed class Clerk : IHostedService
{
    public Func<CancellationToken, Task> Opens { get; init; } = static _ => Task.CompletedTask;

    public Func<CancellationToken, Task> Closes { get; init; } = static _ => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Opens(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Closes(cancellationToken);
}
