using System.Text.Json.Serialization;

namespace ShopApi.Orders;

[JsonConverter(typeof(JsonStringEnumConverter<OrderStatus>))]
internal enum OrderStatus
{
    Placed,
    Paid,
}
