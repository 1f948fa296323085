namespace EventGen.Tests.Diagnostics;

/// <summary>An event that only the tests of meters emit.</summary>
[Event]
public sealed record Metered(bool Fails);
