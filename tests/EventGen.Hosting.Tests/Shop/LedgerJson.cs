using System.Text.Json.Serialization;

namespace EventGen.Hosting.Tests.Shop;

[JsonSerializable(typeof(PublishedToLedgerEvent))]
internal sealed partial class LedgerJson : JsonSerializerContext;
