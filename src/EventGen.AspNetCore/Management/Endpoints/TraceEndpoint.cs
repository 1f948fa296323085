using Microsoft.AspNetCore.Http;

namespace EventGen.AspNetCore.Management;

/// <summary><c>GET /trace/{correlationId}</c>: what caused what, as this process has seen it, what of it waits in the outbox, and its dead letters.</summary>
internal sealed class TraceEndpoint(ManagementServer server)
{
    private const string DeadLetter = "dead-letter";

    public async Task GetAsync(HttpContext request)
    {
        Query.AllowOnly(request);

        string correlation = Query.RouteToEnd(request, "correlationId");
        var found = server.History.Of(correlation);
        if (found.Count == 0 && Guid.TryParse(correlation, out var emissionId))
        {
            // In upper case too.
            correlation = emissionId.ToString();
            found = server.History.Of(correlation);
        }

        // What this process has seen is told also while a store stands still.
        using var outbox = await WaitingEvents.ReadAsync(server.Bus, correlation, request.RequestAborted).ConfigureAwait(false);
        using var deadLetters = await DeadLettersOfTrace.ReadAsync(server.Bus.DeadLetters, correlation, request.RequestAborted).ConfigureAwait(false);
        Dictionary<Guid, TraceEventModel> events = [];
        foreach (var emission in found.GroupBy(static activity => activity.Context!.Id))
        {
            var first = emission.FirstOrDefault(static activity => activity.IsEmission) ?? emission.First();
            var context = first.Context!;
            var (state, dead) = await OutcomeAsync(outbox, deadLetters, context.Id, first.EventId, HasGivenUp(emission)).ConfigureAwait(false);
            events.Add(context.Id, new TraceEventModel(
                context.Id, first.EventId, context.Timestamp, context.Metadata.CausationId, context.Metadata.Source, state, dead,
                server.ShowsPayloads && first.IsEmission ? PayloadText.Of(server.Bus, first.EventId, first.Payload) : null,
                [.. emission.Select(activity => activity.ToModel(server.Bus) with { Payload = null })]));
        }

        // Accepted before this process started, or by another one.
        foreach (var entry in outbox.Of(correlation).Where(entry => !events.ContainsKey(entry.Id)))
        {
            var dead = await deadLetters.OfAsync(entry.Id).ConfigureAwait(false) ?? [];
            events.Add(entry.Id, new TraceEventModel(
                entry.Id, entry.EventId, entry.Timestamp, entry.Metadata.CausationId, entry.Metadata.Source, WaitingEvents.StateOf(entry), dead, Payload: null, Activities: []));
        }

        // Given up before this process started, or so long ago that it has forgotten it.
        foreach (var kept in deadLetters.Emissions.Where(kept => !events.ContainsKey(kept.EmissionId)))
        {
            var (state, dead) = await OutcomeAsync(outbox, deadLetters, kept.EmissionId, kept.EventId, hasGivenUp: true).ConfigureAwait(false);
            events.Add(kept.EmissionId, new TraceEventModel(
                kept.EmissionId, kept.EventId, kept.Timestamp, kept.Metadata.CausationId, kept.Metadata.Source, state, dead, Payload: null, Activities: []));
        }

        if (events.Count == 0)
            throw ProblemException.NotFound(
                "This process knows nothing of this id: nothing has happened under it since the start, it is too long ago, or its events happen too often to be told one by one. "
                + (outbox.IsComplete && deadLetters.IsComplete ? "Nothing of it waits in an outbox, and there is no dead letter of it." : "Not all that waits in the outbox, or not all dead letters, could be looked through."));

        var (since, hasForgotten) = server.History.Reach;
        bool mayBeIncomplete = hasForgotten || !outbox.IsComplete || !deadLetters.IsComplete || events.Values.Any(one => server.Bus.Statistics.Find(one.EventId) is { IsFollowed: false });
        await Answer.JsonAsync(
            request, new TraceModel(correlation, [.. events.Values.OrderBy(static one => one.Timestamp)], since, mayBeIncomplete), ManagementJson.Default.TraceModel).ConfigureAwait(false);
    }

    private async ValueTask<(string State, IReadOnlyList<TraceDeadLetterModel> DeadLetters)> OutcomeAsync(
        WaitingEvents outbox, DeadLettersOfTrace deadLetters, Guid id, string eventId, bool hasGivenUp)
    {
        if (server.Bus.FindTopic(eventId) is not { Descriptor.IsDurable: true })
        {
            // It is delivered in this process alone, so that every failure of it is known.
            var ofMemory = hasGivenUp ? await deadLetters.OfAsync(id).ConfigureAwait(false) ?? [] : [];
            return (ofMemory.Count > 0 ? DeadLetter : "memory", ofMemory);
        }

        string? waits = await outbox.StateOfAsync(id).ConfigureAwait(false);
        var found = await deadLetters.OfAsync(id).ConfigureAwait(false);
        string state = waits ?? (found is null ? WaitingEvents.Unknown : found.Count > 0 ? DeadLetter : hasGivenUp ? "failed" : "delivered");
        return (state, found ?? []);
    }

    // Whether the last that is known of a handler or publisher is a failure after which no attempt follows.
    private static bool HasGivenUp(IEnumerable<KeptActivity> activities) => activities
        .Where(static activity => activity.Target is not null)
        .GroupBy(static activity => activity.Target)
        .Any(static target => target.Last() is { Kind: EventActivityKind.Failed, RetryIn: null });
}
