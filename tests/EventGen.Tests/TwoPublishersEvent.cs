namespace EventGen.Tests;

/// <summary>An event that two publishers send, and no compile-time handler handles.</summary>
[Event]
[PublishTo("first")]
[PublishTo("second")]
public sealed record TwoPublishersEvent(int Number);
