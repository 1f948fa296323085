namespace EventGen.Testing.Tests.Shop;

/// <summary>Emitted by a handler of <see cref="OrderPlaced"/>.</summary>
[Event]
internal sealed record ReceiptSent(string Customer);
