using System.Text.Json.Serialization;

namespace OrderDesk.Orders;

// Lists what is published; EventGen writes payloads through it, without reflection.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OrderPlaced))]
internal sealed partial class OrderJson : JsonSerializerContext;
