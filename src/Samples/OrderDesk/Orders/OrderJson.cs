using System.Text.Json.Serialization;

namespace OrderDesk.Orders;

// Lists what is published or durable; EventGen writes and reads payloads through it, without reflection.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OrderPlaced))]
internal sealed partial class OrderJson : JsonSerializerContext;
