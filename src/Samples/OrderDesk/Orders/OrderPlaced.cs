namespace OrderDesk.Orders;

/// <summary>A customer placed an order.</summary>
/// <param name="OrderId">Identifies the order.</param>
/// <param name="CustomerId">Who ordered. One customer's orders are handled one after the other, in the order of the feed.</param>
/// <param name="Sku">What was ordered.</param>
/// <param name="Quantity">How many; at least 1.</param>
/// <param name="UnitPrice">What one costs; not negative.</param>
/// <param name="PlacedAt">When the customer ordered.</param>
[Event("order.placed"), Durable]
[PublishTo("file")]
[PublishTo("redis")]
[PublishTo("rabbitmq")]
[PublishTo("nats", OnReceive = true)]
[PublishTo("kafka")]
public sealed record OrderPlaced(
    Guid OrderId,
    [property: EventKey] string CustomerId,
    string Sku,
    int Quantity,
    decimal UnitPrice,
    DateTimeOffset PlacedAt);
