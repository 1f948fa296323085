using System.Text.Json.Serialization;
using ShopApi.Orders;
using ShopApi.Receipts;

namespace ShopApi;

/// <summary>How events are written to the outbox.</summary>
[JsonSerializable(typeof(OrderPlaced))]
[JsonSerializable(typeof(OrderPaid))]
[JsonSerializable(typeof(ReceiptWritten))]
internal sealed partial class ShopJson : JsonSerializerContext;
