namespace EventGen.Hosting.Tests.Shop;

/// <summary>An event whose handler asks for services in every way there is.</summary>
[Event]
internal sealed record ParcelLost(string Number);
