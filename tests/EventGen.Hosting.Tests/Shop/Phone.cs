namespace EventGen.Hosting.Tests.Shop;

/// <summary>A service that a container may lack.</summary>
internal sealed record Phone(string Number);
