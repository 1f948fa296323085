using System.Text.Json.Serialization;

namespace EventGen.EntityFrameworkCore.Tests.Shop;

[JsonSerializable(typeof(OrderPlaced))]
[JsonSerializable(typeof(OrderNoticed))]
[JsonSerializable(typeof(OrderShipped))]
internal sealed partial class ShopJson : JsonSerializerContext;
