namespace EventGen.Hosting.Tests.Shop;

/// <summary>Handled by classes that the application registers under other names.</summary>
[Event]
internal sealed record BellRung(int Number);
