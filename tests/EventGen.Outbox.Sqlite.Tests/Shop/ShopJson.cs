using System.Text.Json.Serialization;

namespace EventGen.Outbox.Sqlite.Tests.Shop;

[JsonSerializable(typeof(Sold))]
internal sealed partial class ShopJson : JsonSerializerContext;
