namespace EventGen.EventContracts;

/// <summary>Reads what <see cref="DefinitionWriter"/> writes into the contract file.</summary>
internal static class DefinitionReader
{
    public static ContractDefinition Read(JsonValue value)
    {
        ContractFileReader.Expect(value, JsonValueKind.Object, "an object");
        if (value["discriminator"] is not null) return ReadUnion(value);
        return value["type"]?.Text switch
        {
            "object" => ReadObject(value),
            "string" or "integer" => ReadEnum(value),
            _ => throw SchemaReader.Unknown(value),
        };
    }

    private static ContractObject ReadObject(JsonValue value)
    {
        var required = new HashSet<string>(value["required"]?.Items.Select(static item => item.Text) ?? [], StringComparer.Ordinal);
        var parts = Parts(ContractFileReader.Object(value, "properties"), required);
        foreach (string name in required.Where(name => !parts.Any(part => part.Name == name)))
            throw new ContractFileException(value.Line, $"requires '{name}', which it does not have");
        var reserved = value["reserved"] is { } gone ? Parts(gone, []) : [];
        return new ContractObject(parts, reserved, value["additionalProperties"] is { Kind: JsonValueKind.False });
    }

    private static List<ContractPart> Parts(JsonValue value, HashSet<string> required)
    {
        ContractFileReader.Expect(value, JsonValueKind.Object, "an object");
        return [.. value.Members
            .Select(member => new ContractPart(member.Name, SchemaReader.Read(member.Value), required.Contains(member.Name)) { IsSensitive = member.Value[SchemaText.Sensitive] is { Kind: JsonValueKind.True } })
            .OrderBy(static part => part.Name, StringComparer.Ordinal)];
    }

    private static ContractEnum ReadEnum(JsonValue value)
    {
        bool isText = value["type"]!.Text == "string";
        var members = ContractFileReader.Member(value, isText ? "enum" : "anyOf", JsonValueKind.Array).Items.Select(item => isText
            ? new ContractEnumMember(item.Text, "")
            : new ContractEnumMember(ContractFileReader.Text(item, "title"), ContractFileReader.Member(item, "const", JsonValueKind.Number).Text));
        return new ContractEnum([.. members], isText, value["flags"] is { Kind: JsonValueKind.True });
    }

    private static ContractUnion ReadUnion(JsonValue value)
    {
        string discriminator = ContractFileReader.Text(value, "discriminator");
        var cases = ContractFileReader.Member(value, "anyOf", JsonValueKind.Array).Items.Select(item =>
        {
            var constant = item["properties"]?[discriminator]?["const"];
            string text = constant is null ? "" : constant.Kind == JsonValueKind.Text ? JsonText.Quote(constant.Text) : constant.Text;
            return new ContractCase(text, SchemaReader.NameIn(item));
        });
        return new ContractUnion(discriminator, [.. cases]);
    }
}
