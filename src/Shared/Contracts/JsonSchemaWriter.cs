namespace EventGen.EventContracts;

/// <summary>Writes one version of an event as a JSON Schema, draft 2020-12.</summary>
internal static class JsonSchemaWriter
{
    public static string Write(string eventId, ContractVersion version)
    {
        var json = new IndentedJson();
        json.Open(null);
        json.Write("$schema", "\"https://json-schema.org/draft/2020-12/schema\"");
        json.Write("title", JsonText.Quote(eventId));
        DefinitionWriter.Write(version, SchemaText.Whole, isFile: false, json);
        json.Close();
        return json.ToString() + "\n";
    }
}
