using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EventGen.Hosting;

/// <summary>Whether the bus can still work, now or once it has started: what only a restart of the process would mend.</summary>
/// <remarks>
/// A stuck handler has been given up, and its worker goes on. When as many are stuck as there are workers, what they call does
/// not come back, and every further event may leave one more behind.
/// </remarks>
internal sealed class LiveCheck(EventBus bus) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        int stuck = bus.StuckHandlers.Count;
        return Task.FromResult((bus.State == EventBusState.Stopped, stuck >= bus.Workers) switch
        {
            (true, _) => new HealthCheckResult(context.Registration.FailureStatus, "The event bus has stopped."),
            (_, true) => new HealthCheckResult(context.Registration.FailureStatus, $"{stuck} handlers are stuck, as many as there are workers or more."),
            _ => HealthCheckResult.Healthy("The event bus works."),
        });
    }
}
