using System.Text.Json.Serialization;
using EventGen;

namespace Announced;

/// <summary>A sale was announced.</summary>
[Event("sale.announced"), PublishTo("board")]
public sealed record SaleAnnounced([property: EventKey] string Shop, decimal Discount);

[JsonSerializable(typeof(SaleAnnounced))]
internal sealed partial class AnnouncedJson : JsonSerializerContext;
