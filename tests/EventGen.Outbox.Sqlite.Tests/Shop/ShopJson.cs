using System.Text.Json.Serialization;

namespace EventGen.Outbox.Sqlite.Tests.Shop;

[JsonSerializable(typeof(Sold))]
[JsonSerializable(typeof(Returned))]
internal sealed partial class ShopJson : JsonSerializerContext;
