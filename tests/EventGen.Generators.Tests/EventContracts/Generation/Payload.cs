using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EventGen.EventContracts;
using Json.Schema;

namespace EventGen.Generators.Tests.EventContracts.Generation;

/// <summary>A payload with its contract, its serializer and a validator that knows nothing of either.</summary>
internal sealed class Payload
{
    private static readonly EvaluationOptions s_options = new() { RequireFormatValidation = true, OutputFormat = OutputFormat.List };

    private readonly JsonSchema _validator;

    public Payload(ContractVersion contract, JsonTypeInfo info)
    {
        (Contract, Info) = (contract, info);
        SchemaText = JsonSchemaWriter.Write("test", contract);
        _validator = JsonSchema.FromText(SchemaText, new BuildOptions { SchemaRegistry = new SchemaRegistry() });
    }

    public ContractVersion Contract { get; }

    public JsonTypeInfo Info { get; }

    public string SchemaText { get; }

    /// <summary>Writes a value of random content.</summary>
    public string Write(Random random) => JsonSerializer.Serialize(new ValueFactory(random).Create(Info.Type), Info);

    /// <summary>Reads it; what comes out is of the payload's type.</summary>
    public object? Read(string json) => JsonSerializer.Deserialize(json, Info);

    /// <summary>What the validator objects to; empty when it accepts.</summary>
    public string Objections(string json)
    {
        using var document = JsonDocument.Parse(json);
        var result = _validator.Evaluate(document.RootElement, s_options);
        return result.IsValid ? "" : string.Join("; ", (result.Details ?? []).Where(static detail => detail.Errors is not null).SelectMany(static detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}")).Append("invalid"));
    }
}
