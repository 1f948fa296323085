using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using EventGen.AspNetCore;
using EventGen.AspNetCore.Management;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps endpoints that show and operate the application's event bus.</summary>
public static class EventGenManagementExtensions
{
    // Where each builder has the endpoints: two at one place answer every request with an error of the routing, which does not say what to do.
    private static readonly ConditionalWeakTable<ICollection<EndpointDataSource>, HashSet<string>> _mapped = [];

    /// <summary>
    /// Maps the management endpoints: status, events, graph, traces, dead letters, outbox, a live stream, the events as
    /// <c>asyncapi.json</c>, and a description of the endpoints in <c>openapi.json</c>. From then on the bus is measured.
    /// </summary>
    /// <remarks>
    /// <para>Nothing is served until the application says to whom: with <c>RequireAuthorization</c> on the result, a fallback policy, or
    /// <c>AllowAnonymous</c>. In the environment Development they are served without it to this machine alone.</para>
    /// <para>What changes something needs the header <c>X-EventGen-Request: 1</c>, comes from this origin, and is logged with who and what.</para>
    /// </remarks>
    /// <param name="endpoints">The application's endpoints; its services have the bus of <c>AddEventGen</c>.</param>
    /// <param name="pattern">Where the endpoints are.</param>
    /// <param name="configure">Changes what they show and how much they keep.</param>
    /// <returns>Says who may use them: <c>RequireAuthorization("ops")</c>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoints"/> or <paramref name="pattern"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit of the options is less than 1.</exception>
    /// <exception cref="InvalidOperationException">The application's services have no bus, or no policy of the name <see cref="EventGenManagementOptions.WritePolicy"/>, or the endpoints are mapped there already.</exception>
    public static IEndpointConventionBuilder MapEventGen(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/eventgen", Action<EventGenManagementOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var options = new EventGenManagementOptions();
        configure?.Invoke(options);
        var server = new ManagementServer(endpoints.ServiceProvider, pattern, options);
        Claim(endpoints, pattern);
        var group = endpoints.MapGroup(pattern);

        // Delegates that take the request whole need no code at run time to bind it, and say themselves what is wrong with it.
        group.MapGet("/status", server.Read(new StatusEndpoint(server).GetAsync));
        group.MapGet("/graph", server.Read(new GraphEndpoint(server).GetAsync));
        group.MapGet("/trace/{**correlationId}", server.Read(new TraceEndpoint(server).GetAsync));
        group.MapGet("/live", server.Read(new LiveEndpoint(server).GetAsync));
        group.MapGet("/asyncapi.json", server.Read(new AsyncApiEndpoint(server).GetAsync));
        group.MapGet("/openapi.json", server.Read(DocumentEndpoint.GetAsync));

        var events = new EventEndpoints(server);
        group.MapGet("/events", server.Read(events.ListAsync));
        group.MapGet("/events/{id}", server.Read(events.GetAsync));
        group.MapPost("/events/{id}/emit", server.Change(events.EmitAsync));

        var deadLetters = new DeadLetterEndpoints(server);
        group.MapGet("/dead-letters", server.Read(ManagementServer.OfStoreSoon(deadLetters.ListAsync)));
        group.MapDelete("/dead-letters", server.Change(ManagementServer.OfStore(deadLetters.DiscardAllAsync)));
        group.MapPost("/dead-letters/replay", server.Change(ManagementServer.OfStore(deadLetters.ReplayAllAsync)));
        group.MapGet("/dead-letters/{id}", server.Read(ManagementServer.OfStoreSoon(deadLetters.GetAsync)));
        group.MapDelete("/dead-letters/{id}", server.Change(ManagementServer.OfStore(deadLetters.DiscardAsync)));
        group.MapPost("/dead-letters/{id}/replay", server.Change(ManagementServer.OfStore(deadLetters.ReplayAsync)));

        var outbox = new OutboxEndpoints(server);
        group.MapGet("/outbox", server.Read(ManagementServer.OfStoreSoon(outbox.ListAsync)));
        group.MapPost("/outbox/{id}/retry", server.Change(ManagementServer.OfStore(outbox.RetryAsync)));
        group.MapDelete("/outbox/{id}", server.Change(ManagementServer.OfStore(outbox.CancelAsync)));

        var operations = new OperationEndpoints(server);
        group.MapGet("/operations/{id}", server.Read(operations.GetAsync));
        group.MapDelete("/operations/{id}", server.Change(operations.CancelAsync));

        foreach (var file in options.Files) group.MapGet("/" + file.Path, server.Read(new FileEndpoint(file).GetAsync));
        return group;
    }

    /// <summary>Maps an AsyncAPI 3.0 document of the events that the application sends and receives, and nothing else. The bus is not measured.</summary>
    /// <remarks>It is served to those whom the application names, as <see cref="MapEventGen"/> says.</remarks>
    /// <param name="endpoints">The application's endpoints; its services have the bus of <c>AddEventGen</c>.</param>
    /// <param name="pattern">Where the document is.</param>
    /// <returns>Says who may read it: <c>AllowAnonymous()</c>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoints"/> or <paramref name="pattern"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">The application's services have no bus.</exception>
    public static IEndpointConventionBuilder MapEventGenAsyncApi(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/asyncapi.json")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var server = new ManagementServer(endpoints.ServiceProvider, pattern, new EventGenManagementOptions { MappedBy = nameof(MapEventGenAsyncApi) }, isMeasured: false);
        return endpoints.MapGet(pattern, server.Read(new AsyncApiEndpoint(server).GetAsync));
    }

    private static void Claim(IEndpointRouteBuilder endpoints, string pattern)
    {
        var mapped = _mapped.GetValue(endpoints.DataSources, _ => new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        lock (mapped)
        {
            if (mapped.Add(pattern.Trim('/'))) return;
        }
        throw new InvalidOperationException(
            $"The management endpoints are at \"{pattern}\" already. MapEventGenDashboard maps them too: call it or MapEventGen, once for each path.");
    }
}
