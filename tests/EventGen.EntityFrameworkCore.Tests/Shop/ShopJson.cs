using System.Text.Json.Serialization;

namespace EventGen.EntityFrameworkCore.Tests.Shop;

[JsonSerializable(typeof(OrderPlaced))]
[JsonSerializable(typeof(OrderNoticed))]
[JsonSerializable(typeof(OrderShipped))]
[JsonSerializable(typeof(InvoiceChanged))]
[JsonSerializable(typeof(InvoiceNoticed))]
[JsonSerializable(typeof(PaymentChanged))]
[JsonSerializable(typeof(CardCharged))]
[JsonSerializable(typeof(DocumentChanged))]
internal sealed partial class ShopJson : JsonSerializerContext;
