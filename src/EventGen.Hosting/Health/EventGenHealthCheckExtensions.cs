using EventGen;
using EventGen.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the event bus to the host's health checks.</summary>
public static class EventGenHealthCheckExtensions
{
    /// <summary>Adds three checks of the container's event bus: of its health, of its readiness and of its liveness.</summary>
    /// <remarks>
    /// <c>eventgen</c> is the whole of <see cref="EventBus.GetHealth"/>, with its numbers. <c>eventgen-ready</c>, tagged <c>ready</c>,
    /// is unhealthy before the bus has started and the database of its outbox, if it has one, has answered once, and from the beginning of its stop. <c>eventgen-live</c>, tagged <c>live</c>, is
    /// unhealthy when the bus cannot work any more. None of them shows text of exceptions or payloads.
    /// </remarks>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The name of the first check, and how those of the others begin.</param>
    /// <param name="failureStatus">Reported instead of unhealthy. Default: unhealthy.</param>
    /// <param name="tags">Select the first check.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static IHealthChecksBuilder AddEventGen(
        this IHealthChecksBuilder builder, string name = "eventgen", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder
            .Add(new HealthCheckRegistration(name, static services => new EventBusHealthCheck(Bus(services)), failureStatus, tags))
            .Add(new HealthCheckRegistration($"{name}-ready", static services => new ReadyCheck(Bus(services)), failureStatus, ["ready"]))
            .Add(new HealthCheckRegistration($"{name}-live", static services => new LiveCheck(Bus(services)), failureStatus, ["live"]));
    }

    private static EventBus Bus(IServiceProvider services) => services.GetRequiredService<EventBus>();
}
