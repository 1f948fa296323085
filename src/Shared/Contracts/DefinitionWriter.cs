namespace EventGen.EventContracts;

/// <summary>Writes a payload's schema with its definitions.</summary>
internal static class DefinitionWriter
{
    /// <summary>Writes the members of a JSON Schema.</summary>
    /// <param name="version">The payload.</param>
    /// <param name="schemas">How values are written.</param>
    /// <param name="isFile">Whether it is for the contract file, which also has what is reserved.</param>
    /// <param name="json">Where.</param>
    public static void Write(ContractVersion version, SchemaText schemas, bool isFile, IndentedJson json)
    {
        if (version.Payload.Kind == ContractSchemaKind.Reference) json.Write("$ref", SchemaText.Pointer(version.Payload.Format));
        else json.Write("allOf", $"[{schemas.Of(version.Payload)}]");
        if (version.Definitions.Count == 0) return;

        json.Open("$defs");
        foreach (var definition in version.Definitions.OrderBy(static definition => definition.Key, StringComparer.Ordinal))
        {
            json.Open(definition.Key);
            switch (definition.Value)
            {
                case ContractObject parts:
                    Write(parts, schemas, isFile, json, Discriminators(version, definition.Key));
                    break;
                case ContractEnum members:
                    Write(members, isFile, json);
                    break;
                case ContractUnion union:
                    Write(union, isFile, json);
                    break;
            }

            json.Close();
        }

        json.Close();
    }

    private static void Write(ContractObject parts, SchemaText schemas, bool isFile, IndentedJson json, IEnumerable<string> discriminators)
    {
        json.Write("type", "\"object\"");
        var required = parts.Parts.Where(static part => part.IsRequired).Select(static part => JsonText.Quote(part.Name)).ToList();
        if (required.Count > 0) json.Write("required", $"[{string.Join(", ", required)}]");
        json.Open("properties");
        foreach (var part in parts.Parts) json.Write(part.Name, schemas.Of(part));

        // A validator knows the discriminator of a closed object by the object alone.
        if (!isFile && parts.IsClosed)
        {
            foreach (string name in discriminators) json.Write(name, "{}");
        }

        json.Close();
        if (parts.IsClosed) json.Write("additionalProperties", "false");
        if (!isFile || parts.Reserved.Count == 0) return;

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

    private static void Write(ContractUnion union, bool isFile, IndentedJson json)
    {
        string name = JsonText.Quote(union.Discriminator);
        if (isFile) json.Write("discriminator", name);
        json.Open("anyOf", '[');
        foreach (var item in union.Cases)
        {
            string pointer = SchemaText.Pointer(item.Definition);
            json.Write(null, item.Value.Length == 0
                ? $"{{ \"$ref\": {pointer}, \"not\": {{ \"required\": [{name}] }} }}"
                : $"{{ \"$ref\": {pointer}, \"required\": [{name}], \"properties\": {{ {name}: {{ \"const\": {item.Value} }} }} }}");
        }

        json.Close(']');
    }

    private static IEnumerable<string> Discriminators(ContractVersion version, string name) => version.Definitions.Values.OfType<ContractUnion>()
        .Where(union => union.Cases.Any(item => item.Definition == name && item.Value.Length > 0))
        .Select(static union => union.Discriminator)
        .Distinct(StringComparer.Ordinal)
        .Where(discriminator => ((ContractObject)version.Definitions[name]).Find(discriminator) is null);
}
