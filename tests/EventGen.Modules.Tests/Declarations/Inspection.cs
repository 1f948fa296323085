namespace Depot.App.Tests;

/// <summary>The test project's own event, beside those of the program it tests.</summary>
[Event]
public sealed record Inspection(int Number);
