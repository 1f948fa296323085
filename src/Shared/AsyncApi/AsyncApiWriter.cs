using System.Globalization;

namespace EventGen.EventContracts;

/// <summary>Writes an AsyncAPI 3.0 document.</summary>
internal static class AsyncApiWriter
{
    private const string Format = "application/schema+json;version=draft-07";

    public static string Write(AsyncApiDocument document)
    {
        var events = document.Events.OrderBy(static item => item.Event.Id, StringComparer.Ordinal).ToList();
        var json = new IndentedJson();
        json.Open(null);
        json.Write("asyncapi", "\"3.0.0\"");
        json.Open("info");
        json.Write("title", JsonText.Quote(document.Title));
        json.Write("version", JsonText.Quote(document.Version));
        json.Close();
        json.Write("defaultContentType", "\"application/json\"");
        var servers = Named(document.Servers);
        if (servers.Count > 0) WriteServers(servers, json);
        json.Open("channels");
        foreach (var item in events) WriteChannel(item, servers, json);
        json.Close();
        json.Open("operations");
        foreach (var item in events)
        {
            if (item.IsSent) WriteOperation(item.Event, "send", [MessageName(item.Event, item.Event.Version)], json);
            if (item.IsReceived) WriteOperation(item.Event, "receive", Versions(item).Select(number => MessageName(item.Event, number)), json);
        }

        json.Close();
        json.Open("components");
        json.Open("messages");
        foreach (var item in events)
        {
            foreach (int number in Versions(item)) WriteMessage(item.Event, number, json);
        }

        json.Close();
        json.Open("schemas");
        foreach (var item in events) WriteSchemas(item, json);
        json.Close();
        json.Close();
        json.Close();
        return json.ToString() + "\n";
    }

    // The publisher's name; those after the first of one have a number behind it.
    private static List<(string Key, AsyncApiServer Server)> Named(IReadOnlyList<AsyncApiServer> servers)
    {
        var named = new List<(string Key, AsyncApiServer Server)>();
        foreach (var server in servers.OrderBy(static server => server.Publisher, StringComparer.Ordinal))
        {
            string wanted = Key(server.Publisher), key = wanted;
            for (int number = 2; named.Exists(other => other.Key == key); number++) key = $"{wanted}-{number.ToString(CultureInfo.InvariantCulture)}";
            named.Add((key, server));
        }

        return named;
    }

    private static void WriteServers(List<(string Key, AsyncApiServer Server)> servers, IndentedJson json)
    {
        json.Open("servers");
        foreach (var (key, server) in servers)
        {
            json.Open(key);
            json.Write("host", JsonText.Quote(server.Host));
            json.Write("protocol", JsonText.Quote(server.Protocol));
            json.Close();
        }

        json.Close();
    }

    private static void WriteChannel(AsyncApiEvent item, List<(string Key, AsyncApiServer Server)> servers, IndentedJson json)
    {
        var declared = item.Event;
        json.Open(declared.Id);
        json.Write("address", JsonText.Quote(declared.Id));
        if (declared.Description.Length > 0) json.Write("description", JsonText.Quote(declared.Description));
        json.Open("messages");
        foreach (string name in Versions(item).Select(number => MessageName(declared, number))) json.Write(name, Reference($"components/messages/{name}"));
        json.Close();
        string[] known = [.. servers.Where(named => declared.Publishers.Contains(named.Server.Publisher)).Select(static named => named.Key)];
        if (known.Length > 0) json.Write("servers", $"[{string.Join(", ", known.Select(static key => Reference($"servers/{key}")))}]");
        if (declared.Publishers.Count > 0) json.Write("x-eventgen-publishers", $"[{string.Join(", ", declared.Publishers.Select(JsonText.Quote))}]");
        json.Close();
    }

    private static void WriteOperation(EventManifest declared, string action, IEnumerable<string> messages, IndentedJson json)
    {
        json.Open($"{declared.Id}.{action}");
        json.Write("action", JsonText.Quote(action));
        json.Write("channel", Reference($"channels/{declared.Id}"));
        json.Write("messages", $"[{string.Join(", ", messages.Select(name => Reference($"channels/{declared.Id}/messages/{name}")))}]");
        json.Close();
    }

    private static void WriteMessage(EventManifest declared, int number, IndentedJson json)
    {
        bool isCurrent = number == declared.Version;
        json.Open(MessageName(declared, number));
        json.Write("name", JsonText.Quote(declared.Id));
        json.Write("title", JsonText.Quote(declared.Type));
        if (declared.Description.Length > 0) json.Write("description", JsonText.Quote(declared.Description));
        json.Write("contentType", "\"application/json\"");
        json.Write("payload", $"{{ \"schemaFormat\": {JsonText.Quote(Format)}, \"schema\": {Payload(declared, number)} }}");
        if (isCurrent && PayloadExample(declared) is { } example) json.Write("examples", $"[{{ \"payload\": {example} }}]");
        json.Write("x-eventgen-version", number.ToString(CultureInfo.InvariantCulture));
        if (declared.Contract?.Find(number)?.Key is { Length: > 0 } key) json.Write("x-eventgen-key", JsonText.Quote(key));
        json.Close();
    }

    private static void WriteSchemas(AsyncApiEvent item, IndentedJson json)
    {
        foreach (int number in Versions(item))
        {
            if (item.Event.Contract?.Find(number) is not { } version) continue;
            string prefix = $"{MessageName(item.Event, number)}.";
            DefinitionWriter.WriteDefinitions(
                version, SchemaText.AsyncApi($"#/components/schemas/{prefix}"), json, number == item.Event.Version ? item.Event.Annotations : null, prefix);
        }
    }

    // Without a contract nothing is known of the payload.
    private static string Payload(EventManifest declared, int number) => declared.Contract?.Find(number) is { } version
        ? SchemaText.AsyncApi($"#/components/schemas/{MessageName(declared, number)}.").Of(version.Payload)
        : "{}";

    // A message's example is an object.
    private static string? PayloadExample(EventManifest declared) =>
        declared.Contract?.Find(declared.Version)?.Payload is { Kind: ContractSchemaKind.Reference } payload
        && declared.Annotations.Example(payload.Format) is { } example && example[0] == '{' ? example : null;

    // What is sent is of the current version; older ones are still read.
    private static IEnumerable<int> Versions(AsyncApiEvent item) => item is { IsReceived: true, Event.Contract: { } contract }
        ? contract.Versions.Select(static version => version.Number)
        : [item.Event.Version];

    private static string MessageName(EventManifest declared, int number) =>
        number == declared.Version ? declared.Id : $"{declared.Id}.v{number.ToString(CultureInfo.InvariantCulture)}";

    private static string Reference(string pointer) => $"{{ \"$ref\": {JsonText.Quote($"#/{pointer}")} }}";

    // The names that AsyncAPI allows.
    private static string Key(string name) => new([.. name.Select(static character => character < 128 && (char.IsLetterOrDigit(character) || character is '.' or '-' or '_') ? character : '_')]);
}
