using EventGen;

namespace WebShop;

/// <summary>Emitted by the handler of <see cref="BasketPlaced"/>.</summary>
[Event]
public sealed record BasketPacked(int Id);
