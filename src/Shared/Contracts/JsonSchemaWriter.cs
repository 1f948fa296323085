namespace EventGen.EventContracts;

/// <summary>Writes one version of an event as a JSON Schema, draft 2020-12.</summary>
internal static class JsonSchemaWriter
{
    /// <param name="eventId">The event's id, which is the schema's title.</param>
    /// <param name="version">What is written.</param>
    /// <param name="annotations">Descriptions and examples; <see langword="null"/> for none.</param>
    public static string Write(string eventId, ContractVersion version, SchemaAnnotations? annotations = null)
    {
        var json = new IndentedJson();
        json.Open(null);
        json.Write("$schema", "\"https://json-schema.org/draft/2020-12/schema\"");
        json.Write("title", JsonText.Quote(eventId));
        DefinitionWriter.Write(version, SchemaText.Whole, json, annotations);
        json.Close();
        return json.ToString() + "\n";
    }
}
