using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EventGen.Hosting;

/// <summary>Whether the bus takes events: it has started, and its stop has not begun.</summary>
/// <remarks>A broker that is down fails no instance's readiness: taking all of them out of service would mend nothing.</remarks>
internal sealed class ReadyCheck(EventBus bus) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(bus.State switch
        {
            EventBusState.Started => HealthCheckResult.Healthy("The event bus takes events."),
            EventBusState.Created => new HealthCheckResult(context.Registration.FailureStatus, "The event bus has not started yet."),
            _ => new HealthCheckResult(context.Registration.FailureStatus, "The event bus is stopping, or has stopped."),
        });
}
