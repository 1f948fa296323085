using Microsoft.AspNetCore.Http;

namespace EventGen.AspNetCore.Management;

/// <summary><c>GET /trace/{correlationId}</c>: what caused what.</summary>
internal sealed class TraceEndpoint(ManagementServer server)
{
    public async Task GetAsync(HttpContext request)
    {
        Query.AllowOnly(request);
        
        // The server decodes all of a path but its slashes.
        string correlation = Query.Route(request, "correlationId").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var found = server.History.Of(correlation);
        if (found.Count == 0)
            throw ProblemException.NotFound("Nothing is known of this correlation id: nothing happened under it, it is too long ago, or its events happen too often to be told one by one.");

        List<TraceEventModel> events = [];
        foreach (var emission in found.GroupBy(static activity => activity.Context!.Id))
        {
            var first = emission.FirstOrDefault(static activity => activity.IsEmission) ?? emission.First();
            var context = first.Context!;
            events.Add(new TraceEventModel(
                context.Id, first.EventId, context.Timestamp, context.Metadata.CausationId, context.Metadata.Source,
                await StateAsync(first.EventId, emission.Key, events.Count, request.RequestAborted).ConfigureAwait(false),
                server.ShowsPayloads && first.IsEmission ? PayloadText.Of(server.Bus, first.EventId, first.Payload) : null,
                [.. emission.Select(activity => activity.ToModel(server.Bus) with { Payload = null })]));
        }

        var (since, hasForgotten) = server.History.Reach;
        bool mayBeIncomplete = hasForgotten || events.Any(one => server.Bus.Statistics.Find(one.EventId) is { IsFollowed: false });
        await Answer.JsonAsync(
            request, new TraceModel(correlation, [.. events.OrderBy(static one => one.Timestamp)], since, mayBeIncomplete), ManagementJson.Default.TraceModel).ConfigureAwait(false);
    }

    // Of the first hundred: each is a query.
    private async ValueTask<string> StateAsync(string eventId, Guid id, int place, CancellationToken cancellationToken)
    {
        if (!server.Bus.Outbox.HasStore || server.Bus.FindTopic(eventId) is not { Descriptor.IsDurable: true }) return "memory";
        if (place >= 100) return "unknown";
        try
        {
            var waiting = await server.Bus.Outbox.ListAsync(new OutboxFilter { Id = id, Take = 1 }, cancellationToken).ConfigureAwait(false);
            return waiting.Count == 0 ? "delivered" : waiting[0].State.ToString().ToLowerInvariant();
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return "unknown";
        }
    }
}
