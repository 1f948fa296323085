using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EventGen.Hosting;

/// <summary>Whether the bus can still work, now or once it has started: what only a restart of the process would mend.</summary>
internal sealed class LiveCheck(EventBus bus) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(bus.IsClosed
            ? new HealthCheckResult(context.Registration.FailureStatus, "The event bus has stopped.")
            : HealthCheckResult.Healthy("The event bus works."));
}
