namespace EventGen.Tests;

/// <summary>An event that two publishers send, and no compile-time handler handles.</summary>
[Event("published")]
[PublishTo("first")]
[PublishTo("second")]
public sealed record Published(int Number);
