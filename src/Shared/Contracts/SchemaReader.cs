namespace EventGen.EventContracts;

/// <summary>Reads what <see cref="SchemaText"/> writes into the contract file.</summary>
internal static class SchemaReader
{
    private const string Pointer = "#/$defs/";

    public static ContractSchema Read(JsonValue value)
    {
        ContractFileReader.Expect(value, JsonValueKind.Object, "an object");
        if (value["$ref"] is not null) return Reference(value);
        if (value["anyOf"] is { Items.Count: 2 } either) return Reference(either.Items[0]) with { AllowsNull = true };
        if (value["converter"] is { Kind: JsonValueKind.Text } converter) return new ContractSchema(ContractSchemaKind.Converter, converter.Text);
        if (value["type"] is not { } type) return value.Members.All(static member => member.Name == SchemaText.Sensitive) ? ContractSchema.Any : throw Unknown(value);

        string[] types = type.Kind == JsonValueKind.Array ? [.. type.Items.Select(static item => item.Text)] : [type.Text];
        bool allowsNull = types.Contains("null");
        string format = value["format"]?.Text ?? "";
        bool isNumber = NumberFormat.Find(format) is not null;
        return string.Join(" ", types.Where(static name => name != "null")) switch
        {
            "boolean" => new ContractSchema(ContractSchemaKind.Boolean, "", allowsNull),
            "integer" or "number" when isNumber => new ContractSchema(ContractSchemaKind.Number, format, allowsNull),
            "number string" when isNumber => new ContractSchema(ContractSchemaKind.NumberOrName, format, allowsNull),
            "string" when isNumber => new ContractSchema(ContractSchemaKind.NumberText, format, allowsNull),
            "string" when TextFormat.IsKnown(format) => new ContractSchema(ContractSchemaKind.Text, format, allowsNull),
            "array" => new ContractSchema(ContractSchemaKind.List, "", allowsNull) { Items = Read(ContractFileReader.Object(value, "items")) },
            "object" => new ContractSchema(ContractSchemaKind.Map, "", allowsNull)
            {
                Items = Read(ContractFileReader.Object(value, "additionalProperties")),
                Keys = value["propertyNames"] is { } keys ? Read(keys) : null,
            },
            _ => throw Unknown(value),
        };
    }

    /// <summary>The name of the definition that a value refers to.</summary>
    public static string NameIn(JsonValue value)
    {
        string pointer = ContractFileReader.Text(value, "$ref");
        return pointer.StartsWith(Pointer, StringComparison.Ordinal) ? pointer.Substring(Pointer.Length) : throw Unknown(value);
    }

    private static ContractSchema Reference(JsonValue value) => new(ContractSchemaKind.Reference, NameIn(value));

    public static ContractFileException Unknown(JsonValue value) => new(value.Line, "has a schema here that EventGen does not write");
}
