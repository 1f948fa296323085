using System.Text.Json.Serialization;

namespace EventGen.Testing.Tests.Shop;

[JsonSerializable(typeof(OrderPlaced))]
[JsonSerializable(typeof(CardCharged))]
internal sealed partial class ShopJson : JsonSerializerContext;
