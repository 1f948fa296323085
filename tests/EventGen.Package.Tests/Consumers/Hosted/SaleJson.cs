using System.Text.Json.Serialization;

namespace Hosted;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Sale))]
internal sealed partial class SaleJson : JsonSerializerContext;
