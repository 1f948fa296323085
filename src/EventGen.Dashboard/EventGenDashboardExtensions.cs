using System.Diagnostics.CodeAnalysis;
using EventGen.AspNetCore;
using EventGen.Dashboard;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps a page that shows and operates the application's event bus.</summary>
public static class EventGenDashboardExtensions
{
    /// <summary>
    /// Maps the dashboard and the management endpoints that it uses, as <see cref="EventGenManagementExtensions.MapEventGen"/> does. The page makes no
    /// request to any other place.
    /// </summary>
    /// <remarks>
    /// Like the endpoints, it is closed until the application says to whom it is open; in the environment Development it is open to this machine.
    /// </remarks>
    /// <param name="endpoints">The application's endpoints; its services have the bus of <c>AddEventGen</c>.</param>
    /// <param name="pattern">Where the dashboard is.</param>
    /// <param name="configure">Changes what it shows and how much is kept.</param>
    /// <returns>Says who may use it: <c>RequireAuthorization("ops")</c>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoints"/> or <paramref name="pattern"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit of the options is less than 1.</exception>
    /// <exception cref="InvalidOperationException">The application's services have no bus, or the endpoints are mapped there already.</exception>
    public static IEndpointConventionBuilder MapEventGenDashboard(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/eventgen", Action<EventGenManagementOptions>? configure = null) =>
        endpoints.MapEventGen(pattern, options =>
        {
            configure?.Invoke(options);
            options.MappedBy = nameof(MapEventGenDashboard);
            DashboardPage.AddTo(options);
        });
}
