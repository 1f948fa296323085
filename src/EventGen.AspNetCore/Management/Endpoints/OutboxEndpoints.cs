using Microsoft.AspNetCore.Http;

namespace EventGen.AspNetCore.Management;

/// <summary><c>/outbox</c>: lists, retries and cancels.</summary>
internal sealed class OutboxEndpoints(ManagementServer server)
{
    private EventOutbox Outbox => server.Bus.Outbox.HasStore
        ? server.Bus.Outbox
        : throw ProblemException.NotFound("The bus has no outbox. Add one with AddSqliteOutbox or AddPostgreSqlOutbox.");

    public async Task ListAsync(HttpContext request)
    {
        Query.AllowOnly(request, "event", "state", "id", "after", "take");
        var outbox = Outbox;
        int take = Query.Take(request);
        var filter = new OutboxFilter
        {
            EventId = Query.Text(request, "event"),
            State = Query.Text(request, "state") switch
            {
                null => null,
                "waiting" => OutboxEntryState.Waiting,
                "scheduled" => OutboxEntryState.Scheduled,
                "leased" => OutboxEntryState.Leased,
                _ => throw ProblemException.BadRequest("'state' is waiting, scheduled or leased."),
            },
            Id = Query.Text(request, "id") is not { } text ? null : Guid.TryParse(text, out var id) ? id : throw ProblemException.BadRequest("'id' is no UUID."),
            After = Query.Position(request, "after"),
            Take = take,
        };
        try
        {
            var status = await StoreQuestion.AskAsync(outbox.GetStatusAsync, request.RequestAborted).ConfigureAwait(false);
            var entries = await StoreQuestion.AskAsync(token => outbox.ListAsync(filter, token), request.RequestAborted).ConfigureAwait(false);
            await Answer.JsonAsync(
                request,
                new OutboxPage(
                    OutboxModel.Of(status),
                    [.. entries.Select(Describe)],
                    entries.Count == take ? entries[^1].Position : null),
                ManagementJson.Default.OutboxPage).ConfigureAwait(false);
        }
        catch (InvalidOperationException) when (server.Bus.State != EventBusState.Started)
        {
            throw ProblemException.Unavailable("The bus has not started, or has stopped; its outbox is closed.");
        }
    }

    public Task RetryAsync(HttpContext request) =>
        ActAsync(request, "retried", static (outbox, id) => outbox.RetryAsync(id), "No such event waits for a later attempt: it is being delivered, is due already, or is gone.");

    public Task CancelAsync(HttpContext request) =>
        ActAsync(request, "cancelled", static (outbox, id) => outbox.CancelAsync(id), "No such event waits: it is being delivered, or is gone.");

    private async Task ActAsync(HttpContext request, string action, Func<EventOutbox, Guid, ValueTask<bool>> act, string refusal)
    {
        Query.AllowOnly(request);
        var id = Query.Id(request);
        var outbox = Outbox;
        if (server.Bus.State != EventBusState.Started) throw ProblemException.Unavailable("The bus has not started, or has stopped; its outbox is closed.");
        if (!await act(outbox, id).ConfigureAwait(false)) throw ProblemException.NotFound(refusal);
        server.Gate.Audit(request, action, $"event {id} of the outbox");
        request.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private OutboxEntryModel Describe(OutboxEntry entry) => new(
        entry.Position, entry.Id, entry.EventId, entry.Version, server.ShowsPayloads ? entry.Key : null, entry.Timestamp, entry.Due, entry.State.ToString().ToLowerInvariant(), entry.Crashes,
        [.. entry.Targets.Select(target => new OutboxTargetModel(target.Name, target.Attempts, target.Due, server.ShowsPayloads ? target.LastError : target.LastError?.Split(':')[0]))]);
}
