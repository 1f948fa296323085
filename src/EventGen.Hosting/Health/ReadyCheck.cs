using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EventGen.Hosting;

/// <summary>Whether the bus takes events: it has started, the store of its outbox has been reached, and its stop has not begun.</summary>
/// <remarks>
/// A broker that is down fails no instance's readiness, nor does a database that was there once: taking all of them out of service would mend nothing. An instance that has never reached its
/// database may have a wrong address, and must not take the place of one that works.
/// </remarks>
internal sealed class ReadyCheck(EventBus bus) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(bus.State switch
        {
            EventBusState.Started when bus.Outbox is { HasStore: true, HasOpened: false } =>
                new HealthCheckResult(context.Registration.FailureStatus, "The database of the outbox has not answered yet: no durable event can be accepted."),
            EventBusState.Started => HealthCheckResult.Healthy("The event bus takes events."),
            EventBusState.Created => new HealthCheckResult(context.Registration.FailureStatus, "The event bus has not started yet."),
            _ => new HealthCheckResult(context.Registration.FailureStatus, "The event bus is stopping, or has stopped."),
        });
}
