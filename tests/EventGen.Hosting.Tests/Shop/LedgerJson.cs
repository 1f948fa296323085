using System.Text.Json.Serialization;

namespace EventGen.Hosting.Tests.Shop;

[JsonSerializable(typeof(EntryMade))]
internal sealed partial class LedgerJson : JsonSerializerContext;
