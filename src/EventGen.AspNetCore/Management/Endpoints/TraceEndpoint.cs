using Microsoft.AspNetCore.Http;

namespace EventGen.AspNetCore.Management;

/// <summary><c>GET /trace/{correlationId}</c>: what caused what, as this process has seen it, and what of it waits in the outbox.</summary>
internal sealed class TraceEndpoint(ManagementServer server)
{
    public async Task GetAsync(HttpContext request)
    {
        Query.AllowOnly(request);

        string correlation = Query.RouteToEnd(request, "correlationId");
        var found = server.History.Of(correlation);
        if (found.Count == 0 && Guid.TryParse(correlation, out var emissionId))
        {
            // However its letters are written.
            correlation = emissionId.ToString();
            found = server.History.Of(correlation);
        }

        var outbox = await WaitingEvents.ReadAsync(server.Bus, request.RequestAborted).ConfigureAwait(false);

        Dictionary<Guid, TraceEventModel> events = [];
        foreach (var emission in found.GroupBy(static activity => activity.Context!.Id))
        {
            var first = emission.FirstOrDefault(static activity => activity.IsEmission) ?? emission.First();
            var context = first.Context!;
            bool isDurable = server.Bus.FindTopic(first.EventId) is { Descriptor.IsDurable: true };
            events.Add(context.Id, new TraceEventModel(
                context.Id, first.EventId, context.Timestamp, context.Metadata.CausationId, context.Metadata.Source,
                isDurable ? await outbox.StateOfAsync(context.Id, request.RequestAborted).ConfigureAwait(false) : "memory",
                server.ShowsPayloads && first.IsEmission ? PayloadText.Of(server.Bus, first.EventId, first.Payload) : null,
                [.. emission.Select(activity => activity.ToModel(server.Bus) with { Payload = null })]));
        }

        // Accepted before this process started, or by another one.
        foreach (var entry in outbox.Of(correlation))
        {
            events.TryAdd(entry.Id, new TraceEventModel(
                entry.Id, entry.EventId, entry.Timestamp, entry.Metadata.CausationId, entry.Metadata.Source, WaitingEvents.StateOf(entry), Payload: null, Activities: []));
        }

        if (events.Count == 0)
            throw ProblemException.NotFound("This process knows nothing of this id: nothing has happened under it since the start, it is too long ago, or its events happen too often to be told one by one.");

        var (since, hasForgotten) = server.History.Reach;
        bool mayBeIncomplete = hasForgotten || !outbox.IsComplete || events.Values.Any(one => server.Bus.Statistics.Find(one.EventId) is { IsFollowed: false });
        await Answer.JsonAsync(
            request, new TraceModel(correlation, [.. events.Values.OrderBy(static one => one.Timestamp)], since, mayBeIncomplete), ManagementJson.Default.TraceModel).ConfigureAwait(false);
    }
}
