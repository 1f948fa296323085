using Microsoft.AspNetCore.Http;

namespace EventGen.AspNetCore.Management;

/// <summary><c>/dead-letters</c>: lists, shows, replays and discards.</summary>
internal sealed class DeadLetterEndpoints(ManagementServer server)
{
    private const int MaxCauses = 20;

    private static readonly string[] s_filter = ["event", "handler", "kind", "exception", "since", "before"];

    private DeadLetters DeadLetters => server.Bus.DeadLetters;

    public async Task ListAsync(HttpContext request)
    {
        Query.AllowOnly(request, [.. s_filter, "skip", "take"]);
        var filter = FilterOf(request);
        int skip = Query.Skip(request), take = Query.Take(request);
        var items = await StoreQuestion.AskAsync(token => DeadLetters.ListAsync(filter, skip, take, token), request.RequestAborted).ConfigureAwait(false);
        var summary = await StoreQuestion.AskAsync(token => DeadLetters.SummariseAsync(filter, token), request.RequestAborted).ConfigureAwait(false);
        var page = new DeadLetterPage(
            [.. items.Select(deadLetter => Describe(deadLetter, isWhole: false))], summary.Total, summary.IsPartial, skip, take, [.. summary.Causes.Take(MaxCauses).Select(Describe)]);
        await Answer.JsonAsync(request, page, ManagementJson.Default.DeadLetterPage).ConfigureAwait(false);
    }

    public async Task GetAsync(HttpContext request)
    {
        Query.AllowOnly(request);
        var id = Query.Id(request);
        var deadLetter = await StoreQuestion.AskAsync(token => DeadLetters.FindAsync(id, token), request.RequestAborted).ConfigureAwait(false) ?? throw Gone();
        await Answer.JsonAsync(request, Describe(deadLetter, isWhole: true), ManagementJson.Default.DeadLetterModel).ConfigureAwait(false);
    }

    public async Task ReplayAsync(HttpContext request)
    {
        Query.AllowOnly(request);
        var id = Query.Id(request);
        if (server.Stopping.IsCancellationRequested) throw ProblemException.Unavailable("The application is stopping; nothing was changed.");
        try
        {
            // Begun, a replay runs to its end whether or not anybody waits for the answer. The server waits for its requests before it lets the bus
            // stop, so that a request which waited for a handler that hangs would hold up the stop.
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(server.Stopping);
            patience.CancelAfter(WaitingFor.Patience);
            bool succeeded = await DeadLetters.ReplayAsync(id, patience.Token).ConfigureAwait(false);
            server.Gate.Audit(request, succeeded ? "replayed" : "replayed, in vain,", $"dead letter {id}");
            await Answer.JsonAsync(request, new ReplayModel(id, succeeded), ManagementJson.Default.ReplayModel).ConfigureAwait(false);
        }
        catch (KeyNotFoundException)
        {
            throw await DeadLetters.FindAsync(id, request.RequestAborted).ConfigureAwait(false) is null
                ? Gone()
                : Replayed();
        }
        catch (DeadLetterReplayException exception)
        {
            // The bus's own text; it names the event, the handler and the remedy.
            throw ProblemException.Conflict(exception.Message);
        }
        catch (OperationCanceledException) when (server.Stopping.IsCancellationRequested)
        {
            server.Gate.Audit(request, "replays", $"dead letter {id}, and the application stops meanwhile");
            throw ProblemException.Unavailable("The application is stopping, and nobody waits for the outcome here. The replay goes on: the stop of the bus waits for it as for every handler, and the dead letter is kept unless it succeeds.");
        }
        catch (OperationCanceledException) when (!request.RequestAborted.IsCancellationRequested)
        {
            server.Gate.Audit(request, "replays", $"dead letter {id}");
            await Answer.JsonAsync(request, new ReplayModel(id, null, WaitingFor.Describe(server.Bus)), ManagementJson.Default.ReplayModel, StatusCodes.Status202Accepted).ConfigureAwait(false);
        }
    }

    public async Task DiscardAsync(HttpContext request)
    {
        Query.AllowOnly(request);
        var id = Query.Id(request);
        if (!await DeadLetters.DiscardAsync(id, request.RequestAborted).ConfigureAwait(false))
            throw await DeadLetters.FindAsync(id, request.RequestAborted).ConfigureAwait(false) is null ? Gone() : Replayed();
        server.Gate.Audit(request, "discarded", $"dead letter {id}");
        request.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    public Task ReplayAllAsync(HttpContext request) => StartAsync(request, "replays", "/dead-letters/replay", server.Operations.Replay);

    public Task DiscardAllAsync(HttpContext request) => StartAsync(request, "discards", "/dead-letters", server.Operations.Discard);

    private Task StartAsync(HttpContext request, string action, string endpoint, Func<DeadLetterFilter, Operation> start)
    {
        Query.AllowOnly(request, [.. s_filter, "all"]);
        var filter = FilterOf(request);
        if (filter == DeadLetterFilter.All && !Query.Flag(request, "all"))
            throw ProblemException.BadRequest($"Nothing says which dead letters. Give one of {string.Join(", ", s_filter)}, or all=true for every one of them.");
        if (server.Bus.State is EventBusState.Stopping or EventBusState.Stopped) throw ProblemException.Unavailable("The bus has stopped or is stopping; nothing was changed.");
        var operation = start(filter);
        server.Gate.Audit(request, action, $"{(filter == DeadLetterFilter.All ? "all dead letters" : $"dead letters of {WhatWasGiven(request)}")}, operation {operation.Id}");

        // The whole path, for a relative one means something else behind an address that ends with a slash.
        string path = request.Request.Path.Value!.TrimEnd('/');
        request.Response.Headers.Location = request.Request.PathBase.Add(new PathString($"{path[..^endpoint.Length]}/operations/{operation.Id}")).ToUriComponent();
        return Answer.JsonAsync(request, operation.ToModel(server.Bus), ManagementJson.Default.OperationModel, StatusCodes.Status202Accepted);
    }

    private static string WhatWasGiven(HttpContext request) =>
        string.Join(", ", from name in s_filter let value = Query.Text(request, name) where value is not null select $"{name} '{value}'");

    private static DeadLetterFilter FilterOf(HttpContext request) => new()
    {
        EventId = Query.Text(request, "event"),
        Target = Query.Text(request, "handler"),
        Kind = Query.Text(request, "kind") switch
        {
            null => null,
            "handler" => DeadLetterKind.Handler,
            "publisher" => DeadLetterKind.Publisher,
            "rejected" => DeadLetterKind.RejectedMessage,
            _ => throw ProblemException.BadRequest("'kind' is handler, publisher or rejected."),
        },
        ExceptionType = Query.Text(request, "exception"),
        Since = Query.Time(request, "since"),
        Before = Query.Time(request, "before"),
    };

    private DeadLetterModel Describe(DeadLetter deadLetter, bool isWhole) => new()
    {
        Id = deadLetter.Id,
        EventId = deadLetter.EventId,
        Target = deadLetter.Target,
        Kind = KindOf(deadLetter.Kind),
        EmissionId = deadLetter.EmissionId,
        Timestamp = deadLetter.Timestamp,
        Attempts = deadLetter.Attempts,
        FirstFailure = deadLetter.FirstFailure,
        LastFailure = deadLetter.LastFailure,
        ExceptionType = (deadLetter as DeadLetter.Delivery)?.ExceptionType,
        CorrelationId = deadLetter.Metadata.CorrelationId,
        CausationId = deadLetter.Metadata.CausationId,

        // Of a rejected message it is the bus's own sentence.
        Reason = server.ShowsPayloads || deadLetter is DeadLetter.RejectedMessage ? PayloadText.Shown(deadLetter.Reason, isWhole) : null,
        Content = isWhole && server.ShowsPayloads ? ContentOf(deadLetter) : null,
    };

    private static CauseModel Describe(DeadLetterCause cause) => new(cause.EventId, cause.Target, KindOf(cause.Kind), cause.ExceptionType, cause.Count, cause.LastFailure);

    private DeadLetterContentModel ContentOf(DeadLetter deadLetter)
    {
        var metadata = deadLetter.Metadata;
        string? payload = deadLetter switch
        {
            DeadLetter.RejectedMessage rejected => PayloadText.OfMessage(server.Bus, rejected.Content),
            DeadLetter.Delivery { Json.IsEmpty: false } delivery => PayloadText.Of(server.Bus, delivery.EventId, delivery.Json),
            DeadLetter.Delivery delivery => PayloadText.Of(server.Bus, delivery.EventId, delivery.Payload),
            _ => null,
        };
        return new DeadLetterContentModel(
            payload, PayloadText.Shown((deadLetter as DeadLetter.Delivery)?.StackTrace ?? "", isWhole: true), metadata.Source, metadata.UserId, metadata.RequestId, metadata.TraceId,
            metadata.Headers.Count == 0 ? null : metadata.Headers);
    }

    /// <summary>The word of a kind in answers and filters.</summary>
    public static string KindOf(DeadLetterKind kind) => kind switch
    {
        DeadLetterKind.Handler => "handler",
        DeadLetterKind.Publisher => "publisher",
        _ => "rejected",
    };

    private static ProblemException Replayed() => ProblemException.Conflict("Somebody else is replaying this dead letter at this moment.");

    private static ProblemException Gone() => ProblemException.NotFound("There is no such dead letter: it was replayed or discarded, or made room for a newer one.");
}
