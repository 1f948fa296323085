using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace EventGen.Testing;

/// <summary>Makes a host's bus the ambient one in what the host runs, so that hosts can run beside each other.</summary>
internal sealed class HostFlow : IHostedService, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    // ASP.NET Core tells it, in the flow of the request, before the application sees the request.
    private const string RequestBegins = "Microsoft.AspNetCore.Hosting.BeginRequest";

    private readonly TestEventBus _bus;
    private readonly IDisposable? _requests;

    /// <param name="bus">The host's bus.</param>
    /// <param name="requests">Tells of the requests of a web host; <see langword="null"/> in other hosts.</param>
    public HostFlow(TestEventBus bus, DiagnosticListener? requests)
    {
        _bus = bus;

        // A host makes its services in the flow of its own StartAsync. What it starts then, and what that starts, inherits the bus.
        Enter();
        _requests = requests?.Subscribe(this, static name => name == RequestBegins);
    }

    public void OnNext(KeyValuePair<string, object?> value) => Enter();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => _requests?.Dispose();

    private void Enter() => EventBus.SetCurrent(_bus.Bus);
}
