using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EventGen.Hosting;

/// <summary>Reports <see cref="EventBus.GetHealth"/> to the host's health checks: the whole of it, for those who watch.</summary>
internal sealed class EventBusHealthCheck(EventBus bus) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var health = bus.GetHealth();
        var data = new Dictionary<string, object>
        {
            ["queue_length"] = health.QueueLength,
            ["queue_capacity"] = health.QueueCapacity,
            ["events"] = health.Events,
            ["subscribers"] = health.Subscribers,
            ["dropped"] = health.Dropped,
            ["failed"] = health.Failed,
            ["dead_letters"] = health.DeadLetters,
        };
        foreach (var publisher in health.Publishers) data[$"publisher.{publisher.Name}"] = publisher.Status.ToString();

        string problems = string.Join(" ", health.Problems);
        return Task.FromResult(health.Status switch
        {
            EventBusStatus.Healthy => HealthCheckResult.Healthy("The event bus is healthy.", data),
            EventBusStatus.Degraded => HealthCheckResult.Degraded(problems, null, data),
            _ => new HealthCheckResult(context.Registration.FailureStatus, problems, null, data),
        });
    }
}
