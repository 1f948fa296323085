namespace EventGen.Testing.Tests.Shop;

/// <summary>A published event with a synchronous and an asynchronous handler.</summary>
[Event("order.placed")]
[PublishTo("archive")]
internal sealed record OrderPlaced([property: EventKey] string Customer, decimal Total);
