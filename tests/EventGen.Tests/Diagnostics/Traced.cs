namespace EventGen.Tests.Diagnostics;

/// <summary>An event that only the tests of traces emit, and that is published.</summary>
[Event]
[PublishTo("first")]
public sealed record Traced(int Number = 0);
