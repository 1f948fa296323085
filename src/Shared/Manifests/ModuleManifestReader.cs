using System.Globalization;

namespace EventGen.EventContracts;

/// <summary>Reads what the generator wrote into an assembly.</summary>
internal static class ModuleManifestReader
{
    /// <exception cref="ContractFileException">It cannot be read: it is of a newer EventGen.</exception>
    public static ModuleManifest Read(string json)
    {
        var root = new JsonReader(json).Read();
        int format = Number(root, "format", 0);
        if (format is < 1 or > ModuleManifest.Format)
            throw new ContractFileException(0, $"has the format {format.ToString(CultureInfo.InvariantCulture)}, and this version of EventGen reads {ModuleManifest.Format}", "use the version of EventGen that wrote it, or a newer one");
        return new ModuleManifest(
            Text(root, "assembly"),
            (ContractPromise)Number(root, "promise", (int)ContractPromise.Full),
            [.. Items(root, "events").Select(ReadEvent)],
            [.. Items(root, "handlers").Select(ReadHandler)],
            [.. Items(root, "groups").Select(static group => new GroupManifest(Text(group, "id"), Text(group, "type"), Text(group, "description")))]);
    }

    private static EventManifest ReadEvent(JsonValue value)
    {
        if (Text(value, "id").Length == 0 || Text(value, "type").Length == 0) throw new ContractFileException(value.Line, "has an event without an id or a type", "build it again");
        return new EventManifest(Text(value, "id"), Text(value, "type"), Number(value, "version", 1))
        {
            Description = Text(value, "description"),
            Key = Text(value, "key"),
            IsDurable = IsTrue(value, "durable"),
            Publishers = Names(value, "publishers"),
            Groups = Names(value, "groups"),
            Triggers = Names(value, "triggers"),
            IsKept = IsTrue(value, "kept"),
            Contract = value["contract"] is { } contract ? ContractFileReader.ReadEvent(contract) : null,
            Annotations = new SchemaAnnotations(Values(value, "texts", static text => text.Text), Values(value, "examples", static example => example.ToJson())),
        };
    }

    private static HandlerManifest ReadHandler(JsonValue value)
    {
        string name = Text(value, "name"), method = Text(value, "method");
        return new HandlerManifest(Text(value, "event"), name, method.Length == 0 ? name : method, Number(value, "order", 0), IsTrue(value, "asynchronous"));
    }

    private static IReadOnlyList<JsonValue> Items(JsonValue value, string name) => value[name]?.Items ?? [];

    private static IReadOnlyList<string> Names(JsonValue value, string name) => [.. Items(value, name).Select(static item => item.Text)];

    private static Dictionary<string, string> Values(JsonValue value, string name, Func<JsonValue, string> read) =>
        (value[name]?.Members ?? []).ToDictionary(static member => member.Name, member => read(member.Value), StringComparer.Ordinal);

    private static string Text(JsonValue value, string name) => value[name]?.Text ?? "";

    private static bool IsTrue(JsonValue value, string name) => value[name] is { Kind: JsonValueKind.True };

    private static int Number(JsonValue value, string name, int otherwise) =>
        value[name] is { } number && int.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int read) ? read : otherwise;
}
