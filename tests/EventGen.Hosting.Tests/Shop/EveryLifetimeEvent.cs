namespace EventGen.Hosting.Tests.Shop;

/// <summary>An event with a handler of every lifetime.</summary>
[Event]
internal sealed record EveryLifetimeEvent(string Number);
