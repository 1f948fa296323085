using System.Text.Json.Serialization;

namespace EventGen.AotSmoke.Parcels;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ParcelShipped))]
internal sealed partial class SmokeJson : JsonSerializerContext;
