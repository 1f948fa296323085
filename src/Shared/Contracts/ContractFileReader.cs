using System.Globalization;

namespace EventGen.EventContracts;

/// <summary>Reads the contract file.</summary>
internal static class ContractFileReader
{
    /// <summary>Reads a whole file.</summary>
    /// <exception cref="ContractFileException">It cannot be read; the exception names the line.</exception>
    /// <param name="text">The file's text.</param>
    /// <param name="declared">The contracts of the assembly; an event that is just that in the file is compared as text, and not read.</param>
    public static ContractFile Read(string text, DeclaredContracts? declared = null)
    {
        if (text.Length > ContractFile.MaxLength)
        {
            string size = (text.Length / 1048576.0).ToString("0.#", CultureInfo.InvariantCulture);
            throw new ContractFileException(0, $"has {size} million characters, and {ContractFile.MaxLength / 1048576} are the most that are read", "move events into other projects, each of which has a file of its own");
        }

        RejectConflicts(text);
        var root = new JsonReader(text, declared).Read();
        Expect(root, JsonValueKind.Object, "an object");
        RejectOtherFormats(root);
        var assembly = Member(root, "assembly", JsonValueKind.Text);
        var events = Object(root, "events").Members;
        return new ContractFile(assembly.Text, [.. events.Where(static member => member.Value.Kind != JsonValueKind.Declared).Select(static member => ReadEvent(member))])
        {
            AssemblyLine = assembly.Line,
            Unchanged = declared?.Only(events.Where(static member => member.Value.Kind == JsonValueKind.Declared).Select(static member => member.Name)),
        };
    }

    /// <summary>Reads one event, as <see cref="ContractFileWriter.WriteLine"/> writes it.</summary>
    /// <exception cref="ContractFileException">It cannot be read.</exception>
    public static EventContract ReadEvent(JsonValue value) => value.Members.Count == 1 ? ReadEvent(value.Members[0]) : throw SchemaReader.Unknown(value);

    // Before anything is parsed: they are the most likely damage, and the least like JSON.
    private static void RejectConflicts(string text)
    {
        int line = 0;
        for (int at = 0; at >= 0 && at < text.Length; line++)
        {
            if (text[at] is '<' or '=' or '>' or '|' && (IsMarker(text, at, "<<<<<<<") || IsMarker(text, at, "=======") || IsMarker(text, at, ">>>>>>>") || IsMarker(text, at, "|||||||")))
                throw new ContractFileException(line, "has the conflict markers of a merge", "keep the lines of both sides, or take one side and accept the changes of the other again");
            int end = text.IndexOf('\n', at);
            at = end < 0 ? -1 : end + 1;
        }
    }

    private static bool IsMarker(string text, int at, string marker) => string.CompareOrdinal(text, at, marker, 0, marker.Length) == 0;

    private static void RejectOtherFormats(JsonValue root)
    {
        var format = Member(root, "format", JsonValueKind.Number);
        if (!int.TryParse(format.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < 1)
            throw new ContractFileException(format.Line, $"has the format '{format.Text}', which is none");
        if (number > ContractFile.Format)
            throw new ContractFileException(format.Line, $"has the format {number}, and this version of EventGen reads {ContractFile.Format}", "use the version of EventGen that wrote it, or a newer one");
    }

    internal static EventContract ReadEvent(JsonMember member)
    {
        Expect(member.Value, JsonValueKind.Object, "an object");
        var versions = Object(member.Value, "versions");
        if (versions.Members.Count == 0) throw new ContractFileException(versions.Line, $"has no version of '{member.Name}'");
        return new EventContract(
            member.Name,
            Text(member.Value, "type"),
            member.Value["removed"] is { Kind: JsonValueKind.True },
            [.. versions.Members.Select(ReadVersion).OrderBy(static version => version.Number)],
            member.Line);
    }

    private static ContractVersion ReadVersion(JsonMember member)
    {
        if (!int.TryParse(member.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < 1)
            throw new ContractFileException(member.Line, $"has the version '{member.Name}', which is no number");
        Expect(member.Value, JsonValueKind.Object, "an object");
        var schema = Object(member.Value, "schema");
        var definitions = new Dictionary<string, ContractDefinition>(StringComparer.Ordinal);
        if (schema["$defs"] is { } named)
        {
            Expect(named, JsonValueKind.Object, "an object");
            foreach (var definition in named.Members) definitions.Add(definition.Name, DefinitionReader.Read(definition.Value));
        }

        var payload = schema["$ref"] is null && schema["allOf"] is { Items.Count: 1 } only ? SchemaReader.Read(only.Items[0]) : SchemaReader.Read(schema);
        var version = new ContractVersion(number, member.Value["key"] is null ? "" : Text(member.Value, "key"), payload, definitions);
        RejectDanglingReferences(version, member.Line);
        return version;
    }

    private static void RejectDanglingReferences(ContractVersion version, int line)
    {
        foreach (string name in ContractReferences.Of(version))
        {
            if (!version.Definitions.ContainsKey(name)) throw new ContractFileException(line, $"refers to '{name}', which it does not define");
        }

        foreach (var item in version.Definitions.Values.OfType<ContractUnion>().SelectMany(static union => union.Cases))
        {
            if (version.Definitions[item.Definition] is not ContractObject) throw new ContractFileException(line, $"refers to '{item.Definition}' as to an object, which it is not");
        }
    }

    internal static string Text(JsonValue value, string name) => Member(value, name, JsonValueKind.Text).Text;

    internal static JsonValue Object(JsonValue value, string name) => Member(value, name, JsonValueKind.Object);

    internal static JsonValue Member(JsonValue value, string name, JsonValueKind kind)
    {
        var member = value[name] ?? throw new ContractFileException(value.Line, $"has no '{name}' here");
        Expect(member, kind, kind switch { JsonValueKind.Object => "an object", JsonValueKind.Array => "an array", JsonValueKind.Number => "a number", _ => "a text" });
        return member;
    }

    internal static void Expect(JsonValue value, JsonValueKind kind, string expected)
    {
        if (value.Kind != kind) throw new ContractFileException(value.Line, $"has no value here that is {expected}");
    }
}
