using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EventGen.AspNetCore.Management;

/// <summary><c>GET /events</c>, <c>GET /events/{id}</c> and <c>POST /events/{id}/emit</c>.</summary>
internal sealed class EventEndpoints(ManagementServer server)
{
    private const int MaxBody = 1024 * 1024;

#if NET9_0_OR_GREATER
    // A payload is never null.
    private static readonly System.Text.Json.Schema.JsonSchemaExporterOptions s_schema = new() { TreatNullObliviousAsNonNullable = true };
#endif

    public Task ListAsync(HttpContext request)
    {
        Query.AllowOnly(request, "search", "skip", "take");
        string? search = Query.Text(request, "search");
        int skip = Query.Skip(request), take = Query.Take(request);
        EventDescriptor[] found =
        [
            .. server.Bus.Descriptors.Where(descriptor => search is null
                || descriptor.Id.Contains(search, StringComparison.OrdinalIgnoreCase)
                || descriptor.Description.Contains(search, StringComparison.OrdinalIgnoreCase)
                || descriptor.Handlers.Any(handler => handler.Contains(search, StringComparison.OrdinalIgnoreCase))),
        ];
        return Answer.JsonAsync(
            request, new EventPage([.. found.Skip(skip).Take(take).Select(Describe)], found.Length, skip, take), ManagementJson.Default.EventPage);
    }

    public Task GetAsync(HttpContext request)
    {
        Query.AllowOnly(request);
        var (descriptor, topic) = Find(request);
        var model = new EventDetailModel(
            Describe(descriptor),
            descriptor.PayloadType.FullName ?? descriptor.PayloadType.Name,
            [.. descriptor.Fields.Select(static field => new FieldModel(field.Name, TypeNames.Short(field.Type), field.Required))],
            SchemaOf(topic),
            [.. descriptor.Triggers.Select(static trigger => $"{trigger.Entity.Name}: {trigger.On}{(trigger.Condition is { } condition ? $" if {condition}" : "")}")],
            server.CanEmit && topic.PayloadJson is not null,
            server.ShowsPayloads ? PayloadText.Of(server.Bus, descriptor.Id, server.History.SampleOf(descriptor.Id)) : null);
        return Answer.JsonAsync(request, model, ManagementJson.Default.EventDetailModel);
    }

    public async Task EmitAsync(HttpContext request)
    {
        Query.AllowOnly(request);
        var (descriptor, topic) = Find(request);
        if (!server.CanEmit) throw new ProblemException(StatusCodes.Status403Forbidden, "Nothing was emitted.", "Events are emitted by hand in the environment Development alone.");
        if (topic.PayloadJson is null) throw ProblemException.BadRequest($"Event '{descriptor.Id}' has no JSON contract: list {descriptor.PayloadType.Name} in a JsonSerializerContext.");
        var body = await ReadAsync(request).ConfigureAwait(false);
        if (!CanBeWritten(body, topic.PayloadJson)) throw ProblemException.BadRequest($"The payload can be read as {descriptor.PayloadType.Name}, but not be written again: a number in it is too large.");
        string? fault;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(request.RequestAborted);
        patience.CancelAfter(WaitingFor.Patience);
        try
        {
            fault = await topic.EmitJsonAsync(body, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!request.RequestAborted.IsCancellationRequested)
        {
            string outcome = descriptor.IsDurable ? "Whether the event was accepted is not known: the outbox has not answered" : "The event was not accepted: the queue has been full";
            throw ProblemException.Unavailable($"{outcome} for {WaitingFor.Patience.TotalSeconds} seconds. {WaitingFor.Describe(server.Bus)}");
        }
        catch (EventQueueFullException)
        {
            throw ProblemException.Unavailable("The queue is full; the event was not accepted.");
        }

        if (fault is not null) throw ProblemException.BadRequest($"{fault} It must be JSON of {descriptor.PayloadType.Name}, with every required part.");
        server.Gate.Audit(request, "emitted", descriptor.Id);
        request.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    // 1e999 is read as infinity, which JSON has not. Publishers and the outbox would fail on it. What cannot be read is found out by the emit, which says why.
    private static bool CanBeWritten(ReadOnlyMemory<byte> body, JsonTypeInfo json)
    {
        object? payload;
        try
        {
            payload = JsonSerializer.Deserialize(body.Span, json);
        }
        catch (Exception)
        {
            return true;
        }

        try
        {
            JsonSerializer.SerializeToUtf8Bytes(payload, json);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private EventModel Describe(EventDescriptor descriptor)
    {
        var measured = server.Bus.Statistics.Find(descriptor.Id);
        var topic = server.Bus.FindTopic(descriptor.Id)!;
        TargetModel[] handlers = [.. descriptor.Handlers.Select(name => TargetModel.Of(name, false, Target(name, false)))];
        TargetModel[] publishers = [.. descriptor.Publishers.Select(name => TargetModel.Of(name, true, Target(name, true)))];
        return new EventModel
        {
            Id = descriptor.Id,
            Description = descriptor.Description,
            Version = descriptor.Version,
            IsDurable = descriptor.IsDurable,
            Key = descriptor.Key,
            Emitted = measured?.Emitted ?? 0,
            Received = measured?.Received ?? 0,
            Dropped = topic.Dropped,
            Failed = measured?.Targets.Sum(static target => target.Failed) ?? 0,
            Rate = measured is null ? RateModel.Zero : RateModel.Of(measured.Rate),
            Duration = LatencyModel.Of(measured?.Duration ?? default),
            Waiting = LatencyModel.Of(measured?.Waiting ?? default),
            Subscribers = topic.SubscriberCount,
            Handlers = handlers,
            Publishers = publishers,
        };

        TargetStatistics? Target(string name, bool isPublisher) => measured?.Targets.FirstOrDefault(target => target.Name == name && target.IsPublisher == isPublisher);
    }

    private (EventDescriptor Descriptor, EventTopic Topic) Find(HttpContext request)
    {
        string id = Query.Route(request, "id");
        return server.Bus.FindTopic(id) is { } topic ? (topic.Descriptor, topic) : throw ProblemException.NotFound("The bus has no event of this name. GET events lists those it has.");
    }

    private static JsonNode? SchemaOf(EventTopic topic)
    {
#if NET9_0_OR_GREATER
        try
        {
            return topic.PayloadJson is { } json ? System.Text.Json.Schema.JsonSchemaExporter.GetJsonSchemaAsNode(json, s_schema) : null;
        }
        catch (Exception)
        {
            // A converter of the application need not say what it writes.
            return null;
        }
#else
        return null;
#endif
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext request)
    {
        // Twice as much: what is a little too long is read to its end, since a client that is still sending when the server closes the connection sees no answer.
        if (request.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = 2 * MaxBody;
        using var body = new MemoryStream();
        try
        {
            await request.Request.Body.CopyToAsync(body, request.RequestAborted).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception)
        {
            throw new ProblemException(exception.StatusCode, "The request cannot be read.", $"A payload has at most {MaxBody} bytes.");
        }

        return body.Length <= MaxBody ? body.ToArray() : throw new ProblemException(StatusCodes.Status413PayloadTooLarge, "The request cannot be read.", $"A payload has at most {MaxBody} bytes.");
    }
}
