using EventGen;
using EventGen.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the event bus to the host's health checks.</summary>
public static class EventGenHealthCheckExtensions
{
    /// <summary>Adds a check of the container's event bus.</summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">Reported when the bus has stopped. Default: unhealthy.</param>
    /// <param name="tags">Select the check.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static IHealthChecksBuilder AddEventGen(
        this IHealthChecksBuilder builder, string name = "eventgen", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name, static services => new EventBusHealthCheck(services.GetRequiredService<EventBus>()), failureStatus, tags));
    }
}
