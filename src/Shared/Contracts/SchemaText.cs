namespace EventGen.EventContracts;

/// <summary>Writes what may stand at one place, as a JSON Schema on one line.</summary>
/// <param name="isWhole">
/// Whether ranges and patterns are spelled out, for validators. The contract file leaves that to the name of the format.
/// </param>
/// <param name="root">Where definitions are, as the start of a pointer.</param>
/// <param name="isDraft7">Whether it is written for readers of draft-07, to whom nothing beside a reference counts.</param>
internal sealed class SchemaText(bool isWhole, string root = "#/$defs/", bool isDraft7 = false)
{
    /// <summary>As the contract file has it.</summary>
    public static SchemaText Short { get; } = new(isWhole: false);

    /// <summary>As validators need it.</summary>
    public static SchemaText Whole { get; } = new(isWhole: true);

    public bool IsWhole => isWhole;

    /// <summary>As AsyncAPI needs it.</summary>
    /// <param name="root">Where definitions are, as the start of a pointer.</param>
    public static SchemaText AsyncApi(string root) => new(isWhole: true, root, isDraft7: true);

    public string Of(ContractSchema schema)
    {
        switch (schema.Kind)
        {
            case ContractSchemaKind.Any:
                return "{}";
            case ContractSchemaKind.Converter:
                return isWhole ? "{}" : $"{{ \"converter\": {JsonText.Quote(schema.Format)} }}";
            case ContractSchemaKind.Reference when schema.AllowsNull:
                return $"{{ \"anyOf\": [{Reference(schema.Format)}, {{ \"type\": \"null\" }}] }}";
            case ContractSchemaKind.Reference:
                return Reference(schema.Format);
            case ContractSchemaKind.NumberOrName when isWhole:
                return $"{{ \"anyOf\": [{{ {Number(schema with { AllowsNull = false })} }}, {{ \"enum\": [\"NaN\", \"Infinity\", \"-Infinity\"{(schema.AllowsNull ? ", null" : "")}] }}] }}";
            default:
                return $"{{ {Keywords(schema)} }}";
        }
    }

    /// <summary>The keyword of parts whose value is nothing for people to read.</summary>
    public const string Sensitive = "x-sensitive";

    /// <summary>What may stand in a part.</summary>
    public string Of(ContractPart part)
    {
        string schema = Of(part.Schema);
        if (!part.IsSensitive) return schema;
        const string member = $"\"{Sensitive}\": true";
        if (part.Schema is { Kind: ContractSchemaKind.Reference, AllowsNull: false }) return Reference(part.Schema.Format, member);
        return schema == "{}" ? $"{{ {member} }}" : $"{schema.Substring(0, schema.Length - 2)}, {member} }}";
    }

    /// <summary>A reference to a definition.</summary>
    public string Reference(string name) => $"{{ \"$ref\": {Pointer(name)} }}";

    /// <summary>A reference to a definition, with members beside it.</summary>
    public string Reference(string name, string members) =>
        isDraft7 ? $"{{ \"allOf\": [{Reference(name)}], {members} }}" : $"{{ \"$ref\": {Pointer(name)}, {members} }}";

    /// <summary>A schema with a description and an example.</summary>
    /// <param name="schema">The schema as <see cref="Of(ContractSchema)"/> writes it.</param>
    /// <param name="text">The description; <see langword="null"/> for none.</param>
    /// <param name="example">The example, as JSON; <see langword="null"/> for none.</param>
    public string Annotate(string schema, string? text, string? example)
    {
        if (text is null && example is null) return schema;
        string members = Join(text is null ? "" : $"\"description\": {JsonText.Quote(text)}", example is null ? "" : $"\"examples\": [{example}]");
        if (schema == "{}") return $"{{ {members} }}";
        if (isDraft7 && schema.StartsWith("{ \"$ref\"", StringComparison.Ordinal)) return $"{{ {members}, \"allOf\": [{schema}] }}";
        return $"{{ {members}, {schema.Substring(2)}";
    }

    /// <summary>Where a definition is, in quotes.</summary>
    public string Pointer(string name) => JsonText.Quote(root + name);

    private string Keywords(ContractSchema schema) => schema.Kind switch
    {
        ContractSchemaKind.Boolean => Type("boolean", schema),
        ContractSchemaKind.Text => Join(Type("string", schema), Text(schema.Format)),
        ContractSchemaKind.Number => Number(schema),
        ContractSchemaKind.NumberText => Join(Type("string", schema), isWhole ? NumberPattern(schema.Format) : Format(schema.Format)),
        ContractSchemaKind.NumberOrName => $"\"type\": [\"number\", \"string\"{(schema.AllowsNull ? ", \"null\"" : "")}], {Format(schema.Format)}",
        ContractSchemaKind.List => $"{Type("array", schema)}, \"items\": {Of(schema.Items!)}",
        _ => Join($"{Type("object", schema)}, \"additionalProperties\": {Of(schema.Items!)}", schema.Keys is { } keys ? $"\"propertyNames\": {Of(keys)}" : ""),
    };

    private string Number(ContractSchema schema)
    {
        var format = NumberFormat.Find(schema.Format)!;
        string text = $"{Type(format.IsInteger ? "integer" : "number", schema)}, {Format(schema.Format)}";
        if (isWhole && format.Minimum.Length > 0) text = $"{text}, \"minimum\": {format.Minimum}";
        return isWhole && format.Maximum.Length > 0 ? $"{text}, \"maximum\": {format.Maximum}" : text;
    }

    private string Text(string format) => isWhole ? TextFormat.Keywords(format) : format.Length == 0 ? "" : Format(format);

    // The range of a number in text is beyond a pattern.
    private static string NumberPattern(string format) => NumberFormat.Find(format)!.IsInteger
        ? "\"pattern\": \"^-?[0-9]+$\""
        : "\"pattern\": \"^-?[0-9]+(\\\\.[0-9]+)?([eE][+-]?[0-9]+)?$\"";

    private static string Format(string format) => $"\"format\": {JsonText.Quote(format)}";

    private static string Type(string type, ContractSchema schema) => schema.AllowsNull ? $"\"type\": [\"{type}\", \"null\"]" : $"\"type\": \"{type}\"";

    private static string Join(string first, string second) => second.Length == 0 ? first : first.Length == 0 ? second : $"{first}, {second}";
}
