using System.Globalization;
using System.Text.Json.Nodes;
using EventGen.Cli.Managing;
using EventGen.Outbox;

namespace EventGen.Cli.Storing;

/// <summary>The outbox and the dead letters in a store, whether or not the application runs. Delivers nothing.</summary>
/// <remarks>Nothing of the application is at hand: payloads and keys, of which parts may be sensitive, are not shown, and nothing can be replayed.</remarks>
internal sealed class StoredBus(IOutboxStore store) : IBusAccess
{
    private const int PageSize = 200;

    public Task<BusNames> NamesAsync(CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var routes = await store.SyncRoutesAsync([], cancellationToken);
        return new BusNames(routes.Select(static route => route.Key.EventId).ToHashSet(), routes.SelectMany(static route => route.Key.Targets).ToHashSet(), AreAll: false);
    });

    public Task<JsonNode?> OutboxStatusAsync(CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var status = await store.GetStatusAsync(cancellationToken);
        return (JsonNode?)new JsonObject { ["pending"] = status.Pending, ["scheduled"] = status.Scheduled, ["leased"] = status.Leased, ["oldestPending"] = Time(status.OldestPending) };
    });

    public Task<JsonNode?> OutboxAsync(OutboxChoice choice, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var filter = new OutboxFilter
        {
            EventId = choice.Event,
            State = choice.State is { } state ? Enum.Parse<OutboxEntryState>(state, ignoreCase: true) : null,
            After = choice.After,
            Take = choice.Take,
        };
        var rows = await store.ListAsync(filter, cancellationToken);
        var routes = (await store.SyncRoutesAsync([], cancellationToken)).ToDictionary(static route => route.Id);
        return (JsonNode?)new JsonObject
        {
            ["items"] = new JsonArray([.. rows.Select(row => Describe(row, routes.GetValueOrDefault(row.Route)))]),
            ["next"] = rows.Count == choice.Take ? rows[^1].Position : null,
        };
    });

    public Task RetryAsync(Guid id, CancellationToken cancellationToken) => AskAsync(async () => await store.MakeDueAsync(id, cancellationToken)
        ? true
        : throw new CommandException("No such event waits for a later attempt: it is being delivered, is due already, or is gone."));

    public Task CancelAsync(Guid id, CancellationToken cancellationToken) => AskAsync(async () => await store.CancelAsync(id, cancellationToken)
        ? true
        : throw new CommandException("No such event waits: it is being delivered, or is gone."));

    public Task<JsonNode?> DeadLettersAsync(DeadLetterChoice choice, int skip, int take, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var filter = Filter(choice);
        var rows = await store.ListDeadLettersAsync(filter, skip, take, cancellationToken);
        return (JsonNode?)new JsonObject
        {
            ["items"] = new JsonArray([.. rows.Select(static row => Describe(DeadLetterForm.Read(row), isWhole: false))]),
            ["total"] = (await store.ListDeadLetterCausesAsync(filter, cancellationToken)).Sum(static cause => cause.Count),
            ["hasMore"] = false,
        };
    });

    public Task<JsonNode?> DeadLetterAsync(Guid id, CancellationToken cancellationToken) => AskAsync(async () =>
        (JsonNode?)Describe(DeadLetterForm.Read(await store.FindDeadLetterAsync(id, cancellationToken) ?? throw Gone()), isWhole: true));

    public Task<bool> ReplayAsync(Guid id, CancellationToken cancellationToken) => throw NeedsTheApplication();

    public Task DiscardAsync(Guid id, CancellationToken cancellationToken) =>
        AskAsync(async () => await store.RemoveDeadLetterAsync(id, cancellationToken) ? true : throw Gone());

    public Task<JsonNode?> ReplayAllAsync(DeadLetterChoice choice, CancellationToken cancellationToken) => throw NeedsTheApplication();

    public Task<JsonNode?> DiscardAllAsync(DeadLetterChoice choice, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        // Those of now: what fails meanwhile is left.
        var filter = Filter(choice);
        List<Guid> ids = [];
        while (await store.ListDeadLetterIdsAsync(filter, ids.Count > 0 ? ids[^1] : null, PageSize, cancellationToken) is { Count: > 0 } page) ids.AddRange(page);
        int removed = 0;
        foreach (var id in ids)
        {
            if (await store.RemoveDeadLetterAsync(id, cancellationToken)) removed++;
        }

        return (JsonNode?)new JsonObject { ["state"] = "succeeded", ["succeeded"] = removed, ["failed"] = 0 };
    });

    public async ValueTask DisposeAsync()
    {
        try
        {
            await store.CloseAsync(CancellationToken.None);
        }
        catch (OutboxStoreException)
        {
            // Its lease ends by itself.
        }

        await store.DisposeAsync();
    }

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (OutboxStoreException exception)
        {
            throw new CommandException(exception.Message);
        }
    }

    private static JsonNode Describe(OutboxRow row, OutboxRoute? route)
    {
        IReadOnlyList<OutboxTarget> targets = [];
        try
        {
            targets = TargetsForm.Read(route?.Key.Targets ?? [], row.Targets);
        }
        catch (System.Text.Json.JsonException)
        {
            // A row that cannot be read is listed without them.
        }

        return new JsonObject
        {
            ["position"] = row.Position,
            ["id"] = row.Id.ToString(),
            ["eventId"] = route?.Key.EventId ?? "",
            ["version"] = route?.Key.Version ?? 0,
            ["timestamp"] = Time(row.Timestamp),
            ["due"] = Time(row.Due),
            ["state"] = row.StateAt(TimeProvider.System.GetUtcNow()) switch { OutboxEntryState.Leased => "leased", OutboxEntryState.Scheduled => "scheduled", _ => "waiting" },
            ["crashes"] = row.Crashes,
            ["targets"] = new JsonArray([.. targets.Select(static target => new JsonObject { ["name"] = target.Name, ["attempts"] = target.Attempts, ["due"] = Time(target.Due), ["lastError"] = target.LastError })]),
        };
    }

    private static JsonObject Describe(DeadLetter deadLetter, bool isWhole)
    {
        var described = new JsonObject
        {
            ["id"] = deadLetter.Id.ToString(),
            ["eventId"] = deadLetter.EventId,
            ["target"] = deadLetter.Target,
            ["kind"] = deadLetter.Kind switch { DeadLetterKind.Handler => "handler", DeadLetterKind.Publisher => "publisher", _ => "rejected" },
            ["emissionId"] = deadLetter.EmissionId.ToString(),
            ["timestamp"] = Time(deadLetter.Timestamp),
            ["attempts"] = deadLetter.Attempts,
            ["firstFailure"] = Time(deadLetter.FirstFailure),
            ["lastFailure"] = Time(deadLetter.LastFailure),
            ["exceptionType"] = (deadLetter as DeadLetter.Delivery)?.ExceptionType,
            ["correlationId"] = deadLetter.Metadata.CorrelationId,
            ["causationId"] = deadLetter.Metadata.CausationId,
            ["reason"] = deadLetter.Reason,
        };
        if (isWhole && deadLetter is DeadLetter.Delivery { StackTrace.Length: > 0 } delivery) described["stackTrace"] = delivery.StackTrace;
        return described;
    }

    private static DeadLetterFilter Filter(DeadLetterChoice choice) => new()
    {
        EventId = choice.Event,
        Target = choice.Handler,
        Kind = choice.Kind switch { null => null, "handler" => DeadLetterKind.Handler, "publisher" => DeadLetterKind.Publisher, _ => DeadLetterKind.RejectedMessage },
        Since = choice.Since is null ? null
            : DateTimeOffset.TryParse(choice.Since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since) ? since
            : throw new CommandException("--since is no time; write it as 2026-11-21T10:00:00Z."),
    };

    private static string? Time(DateTimeOffset? time) => time?.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    private static CommandException Gone() => new("There is no such dead letter: it was replayed or discarded.");

    private static CommandException NeedsTheApplication() => new("A replay runs the application's handlers, and a store has none: start the application and name its management endpoints with --url.");
}
