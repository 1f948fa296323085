using EventGen;

namespace Plain;

/// <summary>A customer placed an order.</summary>
/// <param name="Number">The order's number.</param>
/// <param name="Customer">Who placed it.</param>
[Event]
public sealed record OrderPlaced(int Number, [property: EventKey] string Customer = "c-1");
