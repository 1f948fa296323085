using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using EventGen.AspNetCore.Management;

namespace EventGen.AspNetCore.Tests.Management;

/// <summary>Writes the OpenAPI description of the management endpoints: their answers' schemas come from the models.</summary>
internal static class ManagementDocument
{
    private static readonly (string Method, string Path, string Summary, string Query, int Status, JsonTypeInfo? Answer)[] s_operations =
    [
        ("get", "/status", "Health, queue, rates, publishers and outbox", "", 200, ManagementJson.Default.StatusModel),
        ("get", "/events", "A page of the events", "search skip take", 200, ManagementJson.Default.EventPage),
        ("get", "/events/{id}", "One event, with its schema, handlers and numbers", "", 200, ManagementJson.Default.EventDetailModel),
        ("post", "/events/{id}/emit", "Emits an event; the body is its payload. In the environment Development alone", "", 202, null),
        ("get", "/graph", "Who handles, publishes and causes what, with rates or drawn: the busiest of the events that the search finds", "search take=500 format", 200, ManagementJson.Default.GraphModel),
        ("get", "/trace/{correlationId}", "What happened under a correlation id, or because of one emission", "", 200, ManagementJson.Default.TraceModel),
        ("get", "/live", "What happens, as server-sent events: activity and gap", "event", 200, null),
        ("get", "/dead-letters", "A page of the dead letters, the oldest first", "event handler kind exception since before skip take", 200, ManagementJson.Default.DeadLetterPage),
        ("delete", "/dead-letters", "Discards those that the filter lets through, as an operation", "event handler kind exception since before all", 202, ManagementJson.Default.OperationModel),
        ("post", "/dead-letters/replay", "Replays those that the filter lets through, as an operation", "event handler kind exception since before all", 202, ManagementJson.Default.OperationModel),
        ("get", "/dead-letters/{id}", "One dead letter", "", 200, ManagementJson.Default.DeadLetterModel),
        ("delete", "/dead-letters/{id}", "Discards one dead letter", "", 204, null),
        ("post", "/dead-letters/{id}/replay", "Replays one dead letter, and waits for the outcome, or three seconds: then 202", "", 200, ManagementJson.Default.ReplayModel),
        ("get", "/outbox", "A page of the outbox", "event state id after take", 200, ManagementJson.Default.OutboxPage),
        ("post", "/outbox/{id}/retry", "Has a waiting event attempted at once", "", 204, null),
        ("delete", "/outbox/{id}", "Takes a waiting event back", "", 204, null),
        ("get", "/operations/{id}", "How far an operation is", "", 200, ManagementJson.Default.OperationModel),
        ("delete", "/operations/{id}", "Cancels an operation", "", 202, ManagementJson.Default.OperationModel),
        ("get", "/asyncapi.json", "The events that the application sends and receives, as an AsyncAPI 3.0 document", "", 200, null),
        ("get", "/openapi.json", "This description", "", 200, null),
    ];

    public static string Write()
    {
        JsonObject paths = [], schemas = [];
        foreach (var (method, path, summary, query, status, answer) in s_operations)
        {
            JsonObject content = [];
            if (answer is not null)
            {
                string name = answer.Type.Name.Replace("Model", "", StringComparison.Ordinal);
                schemas.TryAdd(name, SchemaOf(name, answer));
                content["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = $"#/components/schemas/{name}" } };
                foreach (string drawn in path == "/graph" ? (string[])["image/svg+xml", "text/plain", "text/vnd.graphviz"] : []) content[drawn] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
            }
            else if (path == "/live")
            {
                content["text/event-stream"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
            }

            JsonArray parameters = [];
            foreach (string name in path.Split('{', '}').Where((_, i) => i % 2 == 1)) parameters.Add(Parameter(name, "path", name == "id" && !path.StartsWith("/events", StringComparison.Ordinal) ? "uuid" : null));
            foreach (string name in query.Split(' ', StringSplitOptions.RemoveEmptyEntries)) parameters.Add(Parameter(name, "query", null));
            if (method != "get") parameters.Add(new JsonObject { ["$ref"] = "#/components/parameters/Request" });
            var operation = new JsonObject
            {
                ["summary"] = summary,
                ["operationId"] = OperationId(method, path),
                ["parameters"] = parameters,
                ["responses"] = new JsonObject
                {
                    [$"{status}"] = new JsonObject { ["description"] = status switch { 202 => "Accepted", 204 => "Done", _ => "OK" }, ["content"] = content },
                },
            };
            foreach (int problem in ProblemsOf(method, path)) operation["responses"]![$"{problem}"] = new JsonObject { ["$ref"] = "#/components/responses/Problem" };
            operation["responses"]!["default"] = new JsonObject { ["$ref"] = "#/components/responses/Problem" };
            if (content.Count == 0) operation["responses"]![$"{status}"]!.AsObject().Remove("content");
            if (path.EndsWith("/emit", StringComparison.Ordinal))
                operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = new JsonObject() } } };
            if (!paths.ContainsKey(path)) paths[path] = new JsonObject();
            paths[path]![method] = operation;
        }

        schemas.TryAdd("Problem", SchemaOf("Problem", ManagementJson.Default.ProblemModel));
        schemas.TryAdd("Activity", SchemaOf("Activity", ManagementJson.Default.ActivityModel));
        schemas.TryAdd("Gap", SchemaOf("Gap", ManagementJson.Default.GapModel));
        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "EventGen management", ["version"] = "1", ["description"] = "Shows and operates the event bus of an application." },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "." }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["parameters"] = new JsonObject
                {
                    ["Request"] = new JsonObject
                    {
                        ["name"] = "X-EventGen-Request", ["in"] = "header", ["required"] = true, ["description"] = "A form of another site cannot send it.",
                        ["schema"] = new JsonObject { ["const"] = "1" },
                    },
                },
                ["responses"] = new JsonObject
                {
                    ["Problem"] = new JsonObject
                    {
                        ["description"] = "What went wrong (RFC 9457)",
                        ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Problem" } } },
                    },
                },
                ["schemas"] = schemas,
            },
        };
        return document.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";
    }

    // What an operation is known to answer where it does not succeed; the tests ask for each.
    private static IEnumerable<int> ProblemsOf(string method, string path)
    {
        bool isOfOne = path.Contains('{', StringComparison.Ordinal), isOfStore = path.StartsWith("/dead-letters", StringComparison.Ordinal) || path.StartsWith("/outbox", StringComparison.Ordinal);
        yield return 400;
        yield return 403;
        if (isOfOne || path is "/live" || path.StartsWith("/outbox", StringComparison.Ordinal)) yield return 404;
        if (method != "get" && !path.EndsWith("/emit", StringComparison.Ordinal) && !path.StartsWith("/outbox", StringComparison.Ordinal)) yield return 409;
        if (path.EndsWith("/emit", StringComparison.Ordinal)) yield return 413;
        if (isOfStore || path is "/live" || path.EndsWith("/emit", StringComparison.Ordinal)) yield return 503;
    }

    // The exporter's references are relative to the schema, and those of a document to the document.
    private static JsonNode SchemaOf(string name, JsonTypeInfo type) => JsonSchemaExporter.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions
    {
        TransformSchemaNode = (_, schema) =>
        {
            if (schema is JsonObject rules && rules["$ref"] is { } reference) rules["$ref"] = $"#/components/schemas/{name}{((string)reference!)[1..]}";

            // What is null is left out.
            if (schema is JsonObject { } tree && tree["required"] is JsonArray required && tree["properties"] is { } properties)
            {
                foreach (var optional in required.Where(member => MayBeNull(properties[(string)member!])).ToArray()) required.Remove(optional);
                if (required.Count == 0) tree.Remove("required");
            }

            return schema;
        },
    });

    private static bool MayBeNull(JsonNode? part) =>
        part is not JsonObject rules || (rules["type"] is JsonArray types ? types.Any(static type => (string)type! == "null") : rules["type"] is null && rules["$ref"] is null);

    private static JsonObject Parameter(string text, string place, string? format)
    {
        string name = text.Split('=')[0];
        var schema = name switch
        {
            "skip" => new JsonObject { ["type"] = "integer", ["minimum"] = 0, ["default"] = 0 },
            "take" => new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = 500, ["default"] = 50 },
            "after" => new JsonObject { ["type"] = "integer", ["minimum"] = 0 },
            "format" => new JsonObject { ["enum"] = new JsonArray("json", "mermaid", "dot", "svg"), ["default"] = "json" },
            "all" => new JsonObject { ["type"] = "boolean", ["default"] = false },
            "kind" => new JsonObject { ["enum"] = new JsonArray("handler", "publisher", "rejected") },
            "state" => new JsonObject { ["enum"] = new JsonArray("waiting", "scheduled", "leased") },
            "since" or "before" => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
            _ => new JsonObject { ["type"] = "string" },
        };
        if (name != text) schema["default"] = int.Parse(text[(name.Length + 1)..], CultureInfo.InvariantCulture);
        if (format is not null) schema["format"] = format;
        return new JsonObject { ["name"] = name, ["in"] = place, ["required"] = place == "path", ["schema"] = schema };
    }

    private static string OperationId(string method, string path) =>
        string.Concat($"{method} {path}".Split(' ', '/', '-', '{', '}', '.').Where(static part => part.Length > 0).Select(static (part, i) => i == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
}
