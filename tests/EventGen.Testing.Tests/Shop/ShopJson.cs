using System.Text.Json.Serialization;

namespace EventGen.Testing.Tests.Shop;

[JsonSerializable(typeof(OrderPlaced))]
internal sealed partial class ShopJson : JsonSerializerContext;
