using System.Text.Json.Serialization;

namespace WebShop;

/// <summary>How published events are written.</summary>
[JsonSerializable(typeof(BasketPlaced))]
public sealed partial class WebShopJson : JsonSerializerContext;
