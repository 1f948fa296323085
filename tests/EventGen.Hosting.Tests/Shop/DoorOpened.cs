namespace EventGen.Hosting.Tests.Shop;

/// <summary>Handled by a class that the application registers as a scoped service of an interface.</summary>
[Event]
internal sealed record DoorOpened(int Number);
