namespace EventGen.EventContracts;

/// <summary>What a payload's schema refers to.</summary>
internal static class ContractReferences
{
    /// <summary>The names of the definitions that are referred to anywhere, with repetitions.</summary>
    public static IEnumerable<string> Of(ContractVersion version) => Of(version.Payload).Concat(version.Definitions.Values.SelectMany(Of));

    /// <summary>The names that a definition refers to.</summary>
    public static IEnumerable<string> Of(ContractDefinition definition) => definition switch
    {
        ContractObject parts => parts.Parts.Concat(parts.Reserved).SelectMany(static part => Of(part.Schema)),
        ContractUnion union => union.Cases.Select(static item => item.Definition),
        _ => [],
    };

    private static IEnumerable<string> Of(ContractSchema? schema)
    {
        if (schema is null) return [];
        return schema.Kind == ContractSchemaKind.Reference ? [schema.Format] : Of(schema.Items).Concat(Of(schema.Keys));
    }
}
