namespace EventGen.EventContracts;

/// <summary>Schemas as messages name them.</summary>
internal static class ContractNames
{
    public static string Of(ContractSchema schema) => schema.AllowsNull ? $"{Bare(schema)} or null" : Bare(schema);

    private static string Bare(ContractSchema schema) => schema.Kind switch
    {
        ContractSchemaKind.Any => "anything",
        ContractSchemaKind.Converter => $"what '{schema.Format}' writes",
        ContractSchemaKind.Boolean => "a boolean",
        ContractSchemaKind.Text => schema.Format.Length == 0 ? "a text" : $"a text of the format '{schema.Format}'",
        ContractSchemaKind.Number => $"a number ({schema.Format})",
        ContractSchemaKind.NumberText => $"a number ({schema.Format}) as text",
        ContractSchemaKind.NumberOrName => $"a number ({schema.Format}), NaN or an infinity",
        ContractSchemaKind.List => $"a list of {Bare(schema.Items!)}",
        ContractSchemaKind.Map => $"a dictionary of {Bare(schema.Items!)}",
        _ => $"'{schema.Format}'",
    };
}
