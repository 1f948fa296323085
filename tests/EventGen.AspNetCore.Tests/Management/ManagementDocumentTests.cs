using System.Text.Json.Nodes;
using EventGen.TestKit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.AspNetCore.Tests.Management;

/// <summary>The OpenAPI description is what the endpoints are.</summary>
public sealed class ManagementDocumentTests
{
    private static string Path => System.IO.Path.Combine(Repository.Root, "src/EventGen.AspNetCore/Management/openapi.json");

    [Fact]
    public void Document_IsWhatTheModelsSay()
    {
        // After a change of the models: EVENTGEN_WRITE_OPENAPI=1, build again, and review the difference.
        string written = ManagementDocument.Write();
        if (Environment.GetEnvironmentVariable("EVENTGEN_WRITE_OPENAPI") == "1") File.WriteAllText(Path, written);

        Assert.Equal(written, File.ReadAllText(Path));
    }

    [Fact]
    public async Task Document_HasEveryEndpoint_AndNoOther()
    {
        await using var app = await ManagementApp.StartAsync();
        var document = await app.GetAsync("openapi.json");

        var described = from path in document["paths"]!.AsObject()
                        from operation in path.Value!.AsObject()
                        select $"{operation.Key} {path.Key}";
        var mapped = from endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                     from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                     select $"{method.ToLowerInvariant()} {endpoint.RoutePattern.RawText!["/eventgen".Length..].Replace("**", "", StringComparison.Ordinal)}";
        Assert.Equal(mapped.Order(), described.Order());
    }

    [Fact]
    public async Task References_OfTheDocument_LeadSomewhere()
    {
        await using var app = await ManagementApp.StartAsync();
        var document = await app.GetAsync("openapi.json");

        Assert.Equal("3.1.0", (string)document["openapi"]!);
        var references = Nodes(document).OfType<JsonObject>().Where(static node => node.ContainsKey("$ref")).Select(static node => (string)node["$ref"]!).ToArray();
        Assert.NotEmpty(references);
        Assert.All(references, reference =>
            Assert.NotNull(reference.Split('/').Skip(1).Aggregate((JsonNode?)document, static (node, name) => node is JsonArray list ? list[int.Parse(name)] : node?[name])));
    }

    [Theory]
    [InlineData("status", "Status")]
    [InlineData("events", "EventPage")]
    [InlineData("events/parcel.sent", "EventDetail")]
    [InlineData("graph", "Graph")]
    [InlineData("trace/c-40", "Trace")]
    [InlineData("dead-letters", "DeadLetterPage")]
    [InlineData("events/none", "Problem")]
    public async Task Answers_AreOfTheirSchema(string path, string schema)
    {
        await using var app = await ManagementApp.StartAsync("Development");
        using (EventMetadata.Push(correlationId: "c-40")) await app.FailAsync(40);
        var document = await app.GetAsync("openapi.json");

        using var response = await app.Client.GetAsync(path, TestContext.Current.CancellationToken);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        List<string> findings = [];
        Check(answer, document["components"]!["schemas"]![schema]!, path, findings, document);
        Assert.Empty(findings);
    }

    private static IEnumerable<JsonNode?> Nodes(JsonNode? node) => node switch
    {
        JsonObject tree => [tree, .. tree.SelectMany(static member => Nodes(member.Value))],
        JsonArray list => list.SelectMany(Nodes),
        _ => [node],
    };

    // As much of JSON Schema as the exporter writes.
    private static void Check(JsonNode? value, JsonNode schema, string place, List<string> findings, JsonNode root)
    {
        if (schema is not JsonObject rules) return;
        if (rules["$ref"] is { } reference)
        {
            Check(value, ((string)reference!).Split('/').Skip(1).Aggregate(root, static (node, name) => node is JsonArray list ? list[int.Parse(name)]! : node[name.Replace("~1", "/", StringComparison.Ordinal)]!), place, findings, root);
            return;
        }

        string[] types = rules["type"] switch { null => [], JsonArray list => [.. list.Select(static type => (string)type!)], var one => [(string)one!] };
        string actual = value switch { null => "null", JsonObject => "object", JsonArray => "array", _ => value.GetValueKind() switch { System.Text.Json.JsonValueKind.String => "string", System.Text.Json.JsonValueKind.Number => "number", _ => "boolean" } };
        if (types.Length > 0 && !types.Contains(actual) && !(actual == "number" && types.Contains("integer"))) findings.Add($"{place} is {actual}, not {string.Join(" or ", types)}");
        if (value is JsonArray items && rules["items"] is { } item)
        {
            for (int i = 0; i < items.Count; i++) Check(items[i], item, $"{place}[{i}]", findings, root);
        }

        if (value is not JsonObject tree || rules["properties"] is not JsonObject properties) return;
        foreach (var required in rules["required"]?.AsArray() ?? [])
        {
            if (!tree.ContainsKey((string)required!)) findings.Add($"{place} has no {required}");
        }

        foreach (var (name, member) in tree)
        {
            if (properties[name] is { } known) Check(member, known, $"{place}.{name}", findings, root);
            else findings.Add($"{place}.{name} is not described");
        }
    }
}
