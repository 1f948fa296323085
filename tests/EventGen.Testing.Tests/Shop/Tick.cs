namespace EventGen.Testing.Tests.Shop;

/// <summary>An event that only run-time subscribers handle.</summary>
[Event]
internal readonly record struct Tick(int Number);
