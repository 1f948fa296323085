namespace EventGen.EventContracts;

/// <summary>Writes a payload's schema with its definitions.</summary>
internal static class DefinitionWriter
{
    /// <summary>Writes the members of a JSON Schema.</summary>
    /// <param name="version">The payload.</param>
    /// <param name="schemas">How values are written; the contract file also has what is reserved.</param>
    /// <param name="json">Where.</param>
    /// <param name="annotations">Descriptions and examples; <see langword="null"/> for none.</param>
    public static void Write(ContractVersion version, SchemaText schemas, IndentedJson json, SchemaAnnotations? annotations = null)
    {
        if (version.Payload.Kind == ContractSchemaKind.Reference) json.Write("$ref", schemas.Pointer(version.Payload.Format));
        else json.Write("allOf", $"[{schemas.Of(version.Payload)}]");
        if (version.Definitions.Count == 0) return;

        json.Open("$defs");
        WriteDefinitions(version, schemas, json, annotations);
        json.Close();
    }

    /// <summary>Writes the definitions alone.</summary>
    /// <param name="version">The payload.</param>
    /// <param name="schemas">How values are written.</param>
    /// <param name="json">Where.</param>
    /// <param name="annotations">Descriptions and examples; <see langword="null"/> for none.</param>
    /// <param name="prefix">What their names begin with.</param>
    public static void WriteDefinitions(ContractVersion version, SchemaText schemas, IndentedJson json, SchemaAnnotations? annotations = null, string prefix = "")
    {
        annotations ??= SchemaAnnotations.None;
        foreach (var definition in version.Definitions.OrderBy(static definition => definition.Key, StringComparer.Ordinal))
        {
            json.Open(prefix + definition.Key);
            if (annotations.Text(definition.Key) is { } text) json.Write("description", JsonText.Quote(text));
            if (annotations.Example(definition.Key) is { } example) json.Write("examples", $"[{example}]");
            switch (definition.Value)
            {
                case ContractObject parts:
                    Write(parts, schemas, json, Discriminators(version, definition.Key), (name, schema) => schemas.Annotate(schema, annotations.Text(definition.Key, name), annotations.Example(definition.Key, name)));
                    break;
                case ContractEnum members:
                    Write(members, !schemas.IsWhole, json);
                    break;
                case ContractUnion union:
                    Write(union, schemas, json);
                    break;
            }

            json.Close();
        }
    }

    private static void Write(ContractObject parts, SchemaText schemas, IndentedJson json, IEnumerable<string> discriminators, Func<string, string, string> annotate)
    {
        json.Write("type", "\"object\"");
        var required = parts.Parts.Where(static part => part.IsRequired).Select(static part => JsonText.Quote(part.Name)).ToList();
        if (required.Count > 0) json.Write("required", $"[{string.Join(", ", required)}]");
        json.Open("properties");
        foreach (var part in parts.Parts) json.Write(part.Name, annotate(part.Name, schemas.Of(part)));

        // A validator knows the discriminator of a closed object by the object alone.
        if (schemas.IsWhole && parts.IsClosed)
        {
            foreach (string name in discriminators) json.Write(name, "{}");
        }

        json.Close();
        if (parts.IsClosed) json.Write("additionalProperties", "false");
        if (schemas.IsWhole || parts.Reserved.Count == 0) return;

        json.Open("reserved");
        foreach (var part in parts.Reserved) json.Write(part.Name, schemas.Of(part.Schema));
        json.Close();
    }

    private static void Write(ContractEnum members, bool isFile, IndentedJson json)
    {
        json.Write("type", members.IsText ? "\"string\"" : "\"integer\"");
        if (isFile && members.IsFlags) json.Write("flags", "true");
        if (!isFile && members.IsFlags)
        {
            string name = $"({string.Join("|", members.Members.Select(static member => System.Text.RegularExpressions.Regex.Escape(member.Name)))})";
            if (members.IsText) json.Write("pattern", JsonText.Quote($"^{name}(, {name})*$"));
            return;
        }

        json.Open(members.IsText ? "enum" : "anyOf", '[');
        foreach (var member in members.Members)
            json.Write(null, members.IsText ? JsonText.Quote(member.Name) : $"{{ \"const\": {member.Value}, \"title\": {JsonText.Quote(member.Name)} }}");
        json.Close(']');
    }

    private static void Write(ContractUnion union, SchemaText schemas, IndentedJson json)
    {
        string name = JsonText.Quote(union.Discriminator);
        if (!schemas.IsWhole) json.Write("discriminator", name);
        json.Open("anyOf", '[');
        foreach (var item in union.Cases)
        {
            json.Write(null, schemas.Reference(item.Definition, item.Value.Length == 0
                ? $"\"not\": {{ \"required\": [{name}] }}"
                : $"\"required\": [{name}], \"properties\": {{ {name}: {{ \"const\": {item.Value} }} }}"));
        }

        json.Close(']');
    }

    private static IEnumerable<string> Discriminators(ContractVersion version, string name) => version.Definitions.Values.OfType<ContractUnion>()
        .Where(union => union.Cases.Any(item => item.Definition == name && item.Value.Length > 0))
        .Select(static union => union.Discriminator)
        .Distinct(StringComparer.Ordinal)
        .Where(discriminator => ((ContractObject)version.Definitions[name]).Find(discriminator) is null);
}
