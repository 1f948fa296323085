namespace EventGen.Hosting.Tests.Shop;

/// <summary>A service of which there are several, by key.</summary>
internal sealed record Shift(string Name);
