namespace EventGen.Tests;

/// <summary>An event that only run-time subscribers handle.</summary>
[Event]
public sealed record Ping(int Number = 0);
