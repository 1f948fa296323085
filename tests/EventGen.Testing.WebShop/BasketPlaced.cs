using EventGen;

namespace WebShop;

/// <summary>A customer placed an order.</summary>
[Event]
[PublishTo("broker")]
public sealed record BasketPlaced(int Id);
